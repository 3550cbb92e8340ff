//! Contracts, points, members, answers.
use super::{Form, Want::*};
use loyalty_sources::intake::TableKind;

pub const OTHERS: &[Form] = &[
    (
        "Recurly: subscriptions",
        TableKind::Subscriptions,
        "subscriptions.csv",
        "subscription_id,account_code,state,plan_code,plan_interval_length,plan_interval_unit,quantity,unit_amount,currency,activated_at,canceled_at,expires_at,trial_started_at,trial_ends_at
s1,acc1,active,gold,12,months,1,120.00,USD,2023-01-05 00:00:00 UTC,,,,
s2,acc2,expired,silver,1,months,1,10.00,USD,2023-01-05 00:00:00 UTC,2023-06-01 00:00:00 UTC,2023-06-05 00:00:00 UTC,,
s3,acc3,active,silver,1,months,3,10.00,USD,2023-03-05 00:00:00 UTC,,,,
",
        Contracts(3, "40.00"),
    ),
    (
        "Zuora: subscriptions with MRR",
        TableKind::Subscriptions,
        "zuora.csv",
        "Subscription: Name,Account: Account Number,Subscription: Status,Subscription: Subscription Start Date,Subscription: Subscription End Date,Rate Plan Charge: MRR
A-S1,A1,Active,2023-01-05,,100.00
A-S2,A2,Cancelled,2023-01-05,2023-09-05,50.00
A-S3,A3,Active,2023-02-05,,25.00
",
        Contracts(3, "125.00"),
    ),
    (
        "Chargify: subscriptions",
        TableKind::Subscriptions,
        "chargify.csv",
        "subscription_id,customer_reference,state,product_handle,mrr,activated_at,canceled_at
1,c1,active,basic,29.00,2023-01-05,
2,c2,canceled,basic,29.00,2023-01-05,2023-04-05
3,c3,active,pro,99.00,2023-02-05,
",
        Contracts(3, "128.00"),
    ),
    (
        "Annex Cloud: activities",
        TableKind::PointsLedger,
        "activities.csv",
        "Member Email,Activity,Activity Date,Credit Points,Debit Points
ada@x.example,Purchase,2024-01-05,100,0
bo@x.example,Purchase,2024-01-15,50,0
ada@x.example,Reward redemption,2024-02-05,0,80
",
        Points(15_000, 8_000, 0),
    ),
    (
        "Antavo: point history",
        TableKind::PointsLedger,
        "points.csv",
        "customer,timestamp,action,points
c1,2024-01-05T10:00:00+00:00,checkout,100
c2,2024-01-15T10:00:00+00:00,checkout,50
c1,2024-02-05T10:00:00+00:00,reward,-80
c2,2024-03-05T10:00:00+00:00,point_expiry,-50
",
        Points(15_000, 8_000, 5_000),
    ),
    (
        "Punchh: points activity",
        TableKind::PointsLedger,
        "punchh.csv",
        "user_id,event_type,points_earned,points_redeemed,points_expired,event_date
11,checkin,100,0,0,01/05/2024
12,checkin,50,0,0,01/15/2024
11,redemption,0,80,0,02/25/2024
12,expiry,0,0,50,03/05/2024
",
        Points(15_000, 8_000, 5_000),
    ),
    (
        "LoyaltyLion: activities",
        TableKind::PointsLedger,
        "activities.csv",
        "id,customer_id,customer_email,name,state,points,created_at
1,71,ada@x.example,$purchase,approved,100,2024-01-05 10:00:00
2,72,bo@x.example,$purchase,approved,50,2024-01-15 10:00:00
3,71,ada@x.example,reward claimed,approved,-80,2024-02-05 10:00:00
",
        Points(15_000, 8_000, 0),
    ),
    (
        "Yotpo Loyalty: points history",
        TableKind::PointsLedger,
        "points.csv",
        "Customer Email,Action,Points,Date
ada@x.example,Made a Purchase,100,01/05/2024
bo@x.example,Made a Purchase,50,01/15/2024
ada@x.example,Redeemed a Coupon,-80,02/25/2024
bo@x.example,Points Expired,-50,03/25/2024
",
        Points(15_000, 8_000, 5_000),
    ),
    (
        "Shopify: customers",
        TableKind::Members,
        "customers_export.csv",
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Country Code,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags
'7001,Ada,Elm,ada@x.example,yes,,US,,no,120.00,4,,no,vip
'7002,Bo,Ash,bo@x.example,no,,US,,no,20.00,1,,no,
",
        Members(2),
    ),
    (
        "Freshdesk: satisfaction ratings",
        TableKind::Voc,
        "satisfaction.csv",
        "Ticket ID,Subject,Contact Email,Agent,Survey,Rating,Feedback,Created At
1,Late,ada@x.example,Kim,CSAT,5,Great,2024-01-05 10:00:00
2,Broken,bo@x.example,Kim,CSAT,1,Poor,2024-01-15 10:00:00
",
        Answers(2, 600),
    ),
    (
        "Intercom: conversation ratings",
        TableKind::Voc,
        "ratings.csv",
        "Conversation ID,Rated at,Rating,Remark,Teammate,User name,User email
1,2024-01-05 10:00,5,Great,Kim,Ada Elm,ada@x.example
2,2024-01-15 10:00,2,Slow,Kim,Bo Ash,bo@x.example
3,2024-01-25 10:00,4,,Kim,Bo Ash,bo@x.example
",
        Answers(3, 1_100),
    ),
    (
        "Google Forms: answers",
        TableKind::Voc,
        "answers.csv",
        "Timestamp,Email Address,How likely are you to recommend us to a friend?,What could we do better?
2024/01/05 10:00:00 AM GMT+1,ada@x.example,9,Nothing
2024/01/15 10:00:00 AM GMT+1,bo@x.example,3,Delivery
",
        Answers(2, 1_200),
    ),
    (
        "Qualtrics: three rows of heading",
        TableKind::Voc,
        "qualtrics.csv",
        "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,RecipientEmail,Q1_NPS_GROUP,Q1,Q2
Start Date,End Date,Response Type,Progress,Finished,Recorded Date,Response ID,Recipient Email,How likely are you to recommend us? - Group,How likely are you to recommend us?,Why?
\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"endDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"progress\"\"}\",\"{\"\"ImportId\"\":\"\"finished\"\"}\",\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"recipientEmail\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_NPS_GROUP\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}\"
2024-01-05 10:00:00,2024-01-05 10:02:00,IP Address,100,True,2024-01-05 10:02:00,R_1,ada@x.example,Promoter,9,Good tea
2024-01-15 10:00:00,2024-01-15 10:02:00,IP Address,100,True,2024-01-15 10:02:00,R_2,bo@x.example,Detractor,3,Late
2024-01-25 10:00:00,2024-01-25 10:02:00,IP Address,100,True,2024-01-25 10:02:00,R_3,cy@x.example,Passive,7,Fine
",
        Answers(3, 1_900),
    ),
];
