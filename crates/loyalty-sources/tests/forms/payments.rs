//! Payment systems and books.
use super::{Form, Want::*};
use loyalty_sources::intake::TableKind;

pub const PAYMENTS: &[Form] = &[
    (
        "PayPal: activity",
        TableKind::Transactions,
        "Download.CSV",
        "\"Date\",\"Time\",\"TimeZone\",\"Name\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\",\"From Email Address\",\"To Email Address\",\"Transaction ID\",\"Reference Txn ID\",\"Balance\",\"Balance Impact\"
\"1/5/2024\",\"10:00:00\",\"PST\",\"Ada Elm\",\"Express Checkout Payment\",\"Completed\",\"USD\",\"25.00\",\"-1.03\",\"23.97\",\"ada@x.example\",\"shop@y.example\",\"T1\",\"\",\"23.97\",\"Credit\"
\"1/15/2024\",\"10:00:00\",\"PST\",\"Bo Ash\",\"Express Checkout Payment\",\"Completed\",\"USD\",\"1,035.00\",\"-30.00\",\"1,005.00\",\"bo@x.example\",\"shop@y.example\",\"T2\",\"\",\"1,028.97\",\"Credit\"
\"1/16/2024\",\"10:00:00\",\"PST\",\"Bo Ash\",\"Payment Refund\",\"Completed\",\"USD\",\"-35.00\",\"0.00\",\"-35.00\",\"shop@y.example\",\"bo@x.example\",\"T3\",\"T2\",\"993.97\",\"Debit\"
\"1/17/2024\",\"10:00:00\",\"PST\",\"\",\"General Withdrawal\",\"Completed\",\"USD\",\"-900.00\",\"0.00\",\"-900.00\",\"shop@y.example\",\"\",\"T4\",\"\",\"93.97\",\"Debit\"
\"1/18/2024\",\"10:00:00\",\"PST\",\"Ada Elm\",\"Express Checkout Payment\",\"Denied\",\"USD\",\"99.00\",\"0.00\",\"99.00\",\"ada@x.example\",\"shop@y.example\",\"T5\",\"\",\"93.97\",\"Credit\"
",
        Sales(2, 2, "1025.00"),
    ),
    (
        "Adyen: received payments",
        TableKind::Transactions,
        "received_payments_report.csv",
        "Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Currency,Amount,Type,Risk Scoring,Shopper Name,Shopper Email,Shopper Reference,Status
Shop,ShopEU,881,O-1,visa,2024-01-05 10:00:00,CET,EUR,25.00,Payment,0,Ada Elm,ada@x.example,S1,SentForSettle
Shop,ShopEU,882,O-2,mc,2024-01-15 10:00:00,CET,EUR,35.00,Payment,0,Bo Ash,bo@x.example,S2,Refused
Shop,ShopEU,883,O-3,mc,2024-02-15 10:00:00,CET,EUR,45.00,Payment,0,Bo Ash,bo@x.example,S2,SentForSettle
",
        Sales(2, 2, "70.00"),
    ),
    (
        "Mollie: payments",
        TableKind::Transactions,
        "mollie-payments.csv",
        "Date,Payment method,Currency,Amount,Status,ID,Description,Consumer name,Consumer bank account,Consumer BIC,Settlement currency,Settlement amount,Settlement reference,Amount refunded
2024-01-05 10:00:00,iDEAL,EUR,25.00,paid,tr_1,Order 1,A Elm,NL00BANK1,BANKNL2A,EUR,25.00,1.2401.01,0.00
2024-01-15 10:00:00,iDEAL,EUR,35.00,expired,tr_2,Order 2,,,,,,,0.00
2024-01-16 10:00:00,iDEAL,EUR,35.00,paid,tr_3,Order 2,B Ash,NL00BANK2,BANKNL2A,EUR,35.00,1.2401.01,5.00
2024-02-05 10:00:00,iDEAL,EUR,15.00,paid,tr_4,Order 3,A Elm,NL00BANK1,BANKNL2A,EUR,15.00,1.2402.01,0.00
",
        Sales(2, 3, "70.00"),
    ),
    (
        "Paddle: transactions",
        TableKind::Transactions,
        "transactions.csv",
        "transaction_id,status,created_at,billed_at,customer_id,customer_email,subscription_id,origin,currency_code,subtotal,tax,total
txn_1,completed,2024-01-05T10:00:00Z,2024-01-05T10:00:05Z,ctm_1,ada@x.example,sub_1,subscription_recurring,USD,20.00,4.00,24.00
txn_2,canceled,2024-01-15T10:00:00Z,,ctm_2,bo@x.example,,web,USD,30.00,6.00,36.00
txn_3,completed,2024-02-05T10:00:00Z,2024-02-05T10:00:05Z,ctm_1,ada@x.example,sub_1,subscription_recurring,USD,20.00,4.00,24.00
",
        Sales(1, 2, "48.00"),
    ),
    (
        "Braintree: transaction search",
        TableKind::Transactions,
        "transaction_search.csv",
        "Transaction ID,Transaction Type,Transaction Status,Created Datetime,Created Timezone,Settlement Date,Settlement Currency ISO Code,Amount Authorized,Amount Submitted For Settlement,Tax Amount,Payment Instrument Type,Customer ID,Customer First Name,Customer Email,Refunded Transaction ID
b1,sale,settled,01/05/2024 10:00:00,UTC,01/06/2024,USD,25.00,25.00,0.00,Credit Card,c1,Ada,ada@x.example,
b2,sale,processor_declined,01/15/2024 10:00:00,UTC,,USD,35.00,,0.00,Credit Card,c2,Bo,bo@x.example,
b3,sale,settled,01/16/2024 10:00:00,UTC,01/17/2024,USD,35.00,35.00,0.00,Credit Card,c2,Bo,bo@x.example,
b4,credit,settled,01/20/2024 10:00:00,UTC,01/21/2024,USD,10.00,10.00,0.00,Credit Card,c2,Bo,bo@x.example,b3
",
        Sales(2, 2, "50.00"),
    ),
    (
        "GoCardless: payments",
        TableKind::Transactions,
        "payments.csv",
        "id,created_at,charge_date,amount,amount_refunded,currency,status,description,reference,customers.id,customers.email
PM1,2024-01-05T10:00:00.000Z,2024-01-10,25.00,0.00,GBP,paid_out,,R1,CU1,ada@x.example
PM2,2024-01-15T10:00:00.000Z,2024-01-20,35.00,0.00,GBP,failed,,R2,CU2,bo@x.example
PM3,2024-02-05T10:00:00.000Z,2024-02-10,25.00,5.00,GBP,confirmed,,R3,CU1,ada@x.example
",
        Sales(1, 2, "45.00"),
    ),
    (
        "Stripe: invoices",
        TableKind::Transactions,
        "invoices.csv",
        "id,Amount Due,Amount Paid,Billing,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,Subscription,Subtotal,Total Discount Amount,Applied Coupons,Tax,Total,Status
in_1,20.00,20.00,charge_automatically,TRUE,usd,cus_1,2024-01-05 10:00,,A-1,TRUE,sub_1,20.00,0.00,,0.00,20.00,paid
in_2,30.00,0.00,charge_automatically,TRUE,usd,cus_2,2024-01-15 10:00,,A-2,FALSE,sub_2,30.00,0.00,,0.00,30.00,void
in_3,30.00,0.00,charge_automatically,TRUE,usd,cus_2,2024-01-16 10:00,,A-3,FALSE,sub_2,30.00,0.00,,0.00,30.00,uncollectible
in_4,20.00,20.00,charge_automatically,TRUE,usd,cus_1,2024-02-05 10:00,,A-4,TRUE,sub_1,20.00,0.00,,0.00,20.00,paid
",
        Sales(1, 2, "40.00"),
    ),
    (
        "Xero: invoices and credit notes",
        TableKind::Transactions,
        "SalesInvoices.csv",
        "ContactName,EmailAddress,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,Description,Quantity,UnitAmount,LineAmount,Currency,Type,Status
Ada Elm,ada@x.example,INV-1,,05/01/2024,19/01/2024,30.00,0.00,30.00,0.00,Tea,2,10.00,20.00,GBP,Sales invoice,Paid
Ada Elm,ada@x.example,INV-1,,05/01/2024,19/01/2024,30.00,0.00,30.00,0.00,Cup,1,10.00,10.00,GBP,Sales invoice,Paid
Bo Ash,bo@x.example,INV-2,,15/01/2024,29/01/2024,50.00,0.00,50.00,0.00,Tea,5,10.00,50.00,GBP,Sales invoice,Paid
Bo Ash,bo@x.example,CN-1,,16/01/2024,16/01/2024,10.00,0.00,10.00,0.00,Tea,1,10.00,10.00,GBP,Sales credit note,Paid
Ada Elm,ada@x.example,INV-3,,20/01/2024,29/01/2024,90.00,0.00,0.00,0.00,Tea,9,10.00,90.00,GBP,Sales invoice,Voided
",
        Sales(2, 2, "70.00"),
    ),
    (
        "QuickBooks Online: invoices",
        TableKind::Transactions,
        "invoices.csv",
        "Invoice No,Customer,Invoice Date,Due Date,Terms,Memo,Item(Product/Service),Item Description,Item Quantity,Item Rate,Item Amount
1001,Ada Elm,01/05/2024,02/04/2024,Net 30,,Tea,Tea,2,10.00,20.00
1001,Ada Elm,01/05/2024,02/04/2024,Net 30,,Cup,Cup,1,8.00,8.00
1002,Bo Ash,01/15/2024,02/14/2024,Net 30,,Tea,Tea,1,10.00,10.00
",
        Sales(2, 2, "38.00"),
    ),
    (
        "Zoho Books: invoices",
        TableKind::Transactions,
        "Invoice.csv",
        "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer ID,Customer Name,Currency Code,Item Name,Quantity,Item Price,Item Total,SubTotal,Total,Balance
2024-01-05,9001,INV-1,Closed,501,Ada Elm,USD,Tea,2,10.00,20.00,28.00,28.00,0.00
2024-01-05,9001,INV-1,Closed,501,Ada Elm,USD,Cup,1,8.00,8.00,28.00,28.00,0.00
2024-01-15,9002,INV-2,Void,502,Bo Ash,USD,Tea,1,10.00,10.00,10.00,10.00,0.00
2024-02-15,9003,INV-3,Closed,502,Bo Ash,USD,Tea,1,10.00,10.00,10.00,10.00,0.00
",
        Sales(2, 2, "38.00"),
    ),
    (
        "NetSuite: transaction search",
        TableKind::Transactions,
        "TransactionSearchResults.csv",
        "Date,Type,Document Number,Name,Status,Amount (Net)
1/5/2024,Invoice,INV1,C1 Ada Elm,Paid In Full,\"1,000.00\"
1/15/2024,Invoice,INV2,C2 Bo Ash,Paid In Full,500.00
1/25/2024,Credit Memo,CM1,C2 Bo Ash,Fully Applied,-100.00
2/5/2024,Invoice,INV3,C1 Ada Elm,Paid In Full,50.00
Overall Total,,,,,\"1,450.00\"
",
        Asks("transactions.customer="),
    ),
    (
        "Dynamics 365 Business Central: posted sales invoices",
        TableKind::Transactions,
        "Posted Sales Invoices.csv",
        "No.;Sell-to Customer No.;Sell-to Customer Name;Posting Date;Due Date;Amount;Amount Including VAT;Remaining Amount;Location Code;Closed;Cancelled
103001;10000;Ada Elm;05.01.2024;19.01.2024;100,00;119,00;0,00;;Yes;No
103002;20000;Bo Ash;15.01.2024;29.01.2024;200,00;238,00;0,00;;Yes;No
103003;10000;Ada Elm;05.02.2024;19.02.2024;50,00;59,50;0,00;;Yes;No
",
        Sales(2, 3, "350.00"),
    ),
    (
        "SAP SD: billing documents",
        TableKind::Transactions,
        "VF05N.txt",
        "Billing Document\tSold-to party\tBilling Date\tNet value\tDocument Currency\tBilling type
90000001\t0000100001\t05.01.2024\t1.250,00\tEUR\tF2
90000002\t0000100002\t15.01.2024\t480,50\tEUR\tF2
90000003\t0000100002\t25.01.2024\t80,50-\tEUR\tRE
",
        Sales(2, 2, "1650.00"),
    ),
    (
        "DATEV: booking batch, whose days have no year",
        TableKind::Transactions,
        "EXTF_Buchungsstapel.csv",
        "\"EXTF\";700;21;\"Buchungsstapel\";13;20240301000000000;;\"RE\";\"\";\"\";1001;1;20240101;4;20240101;20240131
Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Konto;Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Buchungstext
119,00;\"S\";\"EUR\";;10001;8400;;0501;\"R1\";\"Elm\"
238,00;\"S\";\"EUR\";;10002;8400;;1501;\"R2\";\"Ash\"
",
        Asks("transactions."),
    ),
    (
        "Klaviyo: Placed Order",
        TableKind::Transactions,
        "placed_order.csv",
        "Email,Timestamp,Value,Metric
ada@x.example,2024-01-05 10:00:00+00:00,25.00,Placed Order
bo@x.example,2024-01-15 10:00:00+00:00,35.00,Placed Order
ada@x.example,2024-02-05 10:00:00+00:00,15.00,Placed Order
",
        Sales(2, 3, "75.00"),
    ),
    (
        "Segment warehouse: order_completed",
        TableKind::Transactions,
        "order_completed.csv",
        "id,received_at,event,event_text,user_id,anonymous_id,order_id,revenue,total,currency
e1,2024-01-05 10:00:00,order_completed,Order Completed,u1,a-1,o1,20.00,25.00,USD
e2,2024-01-15 10:00:00,order_completed,Order Completed,u2,a-2,o2,30.00,35.00,USD
e3,2024-02-05 10:00:00,order_completed,Order Completed,u1,a-3,o3,10.00,15.00,USD
",
        Sales(2, 3, "60.00"),
    ),
];
