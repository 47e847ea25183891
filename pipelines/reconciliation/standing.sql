-- The published matches that still stand: of a payment that is still money, of that amount, and about which no person has decided since (domain.md
-- §5). A capture that failed after all, or was less, is asked again. Of several the first that can stand: so an undone decision gives it back.
with valid as (
    select s.* from standing_matches s join movements v on v.payment_no = s.payment_no and v.matchable and v.amount = s.payment_amount
    where s.payment_no not in (select payment_no from ruled_by_person) and (s.payment_no, s.order_no) not in (select (payment_no, order_no) from banned)
)
select * from valid v where not again or not exists (select 1 from valid e where e.payment_no = v.payment_no and e.batch < v.batch)
