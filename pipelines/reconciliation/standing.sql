-- The published matches that still stand: of a payment that is still money, of that amount (domain.md §5). A capture that failed after
-- all, or was less, is asked again.
select s.* from standing_matches s join movements v on v.payment_no = s.payment_no and v.matchable and v.amount = s.amount
