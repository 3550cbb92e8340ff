-- VoiceFacts.scores: rating in hundredths, records, on the scale that most rated records use (the larger one where two tie). Undated records count.
-- Table: voice(customer, day, score_hundredths, scale_max, text, theme, has_left).
with seen as (select v.* from voice v, scope s where v.day is null or v.day <= s.as_of),
scale as (select scale_max from seen where score_hundredths is not null group by 1 order by count(*) desc, scale_max desc limit 1)
select score_hundredths, count(*) as records from seen where scale_max = (select scale_max from scale) and score_hundredths between 0 and scale_max * 100 group by 1 order by 1;
