-- The payments, among those that can be unsettled, that have no standing match and could pay or give back something, in the order in which they are
-- taken: by booking date, on one day credits, then debits, then returns, each by value date, amount and id (domain.md §5). Their texts are read of
-- those alone that are asked.
with ties as {reconciliation/ties},
set_aside as {reconciliation/set_aside}
select m.payment_no, m.kind, m.provider, m.direction, m.size, m.amount, m.currency, m.payer_iban, m.taken_on as booked_on,
    case when t.original_id is not null and (m.direction = 1 or not t.unequal) then 2 else m.turn end as turn, t.original_id, t.bank_says, t.again,
    t.unequal, t.same_text, a.reason as set_aside,
    m.provider = 'BANK' and coalesce(m.is_return, false) as returned,
    {'value_date': coalesce(m.value_date, m.taken_on), 'size': m.size, 'payment_no': m.payment_no} as place,
    m.booked_at + unknown_reference_days() <= as_of() as is_ripe, case when m.order_field is not null then m.taken_on end as of_field
from unsettled m left join ties t using (payment_no) left join set_aside a using (payment_no)
where m.matchable and m.payment_no not in (select payment_no from passed_over)
