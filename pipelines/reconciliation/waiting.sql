-- The payments that have no standing match and could pay or give back something, in the order in which they are taken: by booking
-- date, on one day credits, then debits, then returns, each by value date, amount and id (domain.md §5).
with ties as {reconciliation/ties},
open as (
    -- Found by numbers first, so that texts are only read of these.
    select payment_no from movements m
    where matchable and not exists (select 1 from standing_matches s where s.payment_no = m.payment_no and s.amount = m.amount)
)
select m.* replace (case when t.original_id is not null then 2 else m.turn end as turn), t.original_id, t.bank_says, {reconciliation/set_aside} as set_aside,
    {'value_date': coalesce(m.value_date, m.booked_on), 'size': m.size, 'payment_no': m.payment_no} as place
from (select * from movements semi join open using (payment_no)) m left join ties t using (payment_no)
