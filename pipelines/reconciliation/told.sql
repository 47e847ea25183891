-- One row per provider's operation, among those that can be unsettled, that says nothing but its order field, which names one order in its currency:
-- it is STRUCTURED, whatever the other payments are (domain.md §5). What a transfer plainly says is told as well, in the same way. Every other
-- payment goes through the rounds.
select o.payment_no, o.kind, o.order_no, o.lo_no, (direction_of(o.kind) * o.amount)::decimal(18, 2) as amount, false as loosely
from unsettled_operations o join lo_dues d on d.order_no = o.order_no and d.leads and d.currency = o.currency
anti join banned b on b.payment_no = o.payment_no and b.order_no = o.order_no
anti join passed_over p on p.payment_no = o.payment_no
where is_money(o.provider, o.kind, o.state, o.amount) and o.says_nothing
