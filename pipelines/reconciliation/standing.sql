-- The published matches that still stand: of a payment that is still money, of that amount, and about which no person has decided since (domain.md
-- §5). What gives back a payment stands as long as that is put against the order by a match that was published, and by no decision. A capture that
-- failed after all, or was less, is asked again. Of several the first that can stand: so an undone decision gives it back.
with decided_about as (select payment_no from ruled_by_person union select payment_no from banned),
-- What is given back is looked up among the few that anything gives back.
given_back as (
    select payment_no, order_no from facts.standing_matches
    where payment_no in (select returns_payment_no from standing_matches where returns_payment_no is not null)
),
valid as (
    select s.* from standing_matches s join movements v on v.payment_no = s.payment_no and v.matchable and v.amount = s.payment_amount
    where s.payment_no not in (select payment_no from ruled_by_person)
        and (s.payment_no, s.batch) not in (select (payment_no, batch) from standing_matches semi join banned using (payment_no, order_no))
        and (s.returns_payment_no is null or s.returns_payment_no not in (from decided_about)
            and (s.returns_payment_no, s.order_no) in (select (payment_no, order_no) from given_back))
)
select * from valid v where not again or not exists (select 1 from valid e where e.payment_no = v.payment_no and e.batch < v.batch)
