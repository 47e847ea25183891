-- The payments that nobody asks about, among those that can be unsettled: their match stands, or a person has decided.
with standing_matches as (from facts.standing_matches semi join unsettled using (payment_no)),
movements as (from unsettled)
select payment_no from {reconciliation/standing}
union
select payment_no from ruled_by_person
