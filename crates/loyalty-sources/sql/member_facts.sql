-- MemberFacts: members enrolled by the end of observation or on an unknown day, of these left, with a known consent yes and no, with a referrer, with a birthday.
-- Table: members(customer, joined, left_day, tier, segment, place, email_consent, referred_by, birth_month).
select count(*) as members, count(case when left_day <= s.as_of then 1 end) as gone, count(case when email_consent then 1 end) as consent_yes,
       count(case when not email_consent then 1 end) as consent_no, count(referred_by) as referred, count(birth_month) as birthdays
from members m, scope s where joined is null or joined <= s.as_of;
