-- The payments among the suspects whose match is another than it was, with the orders and payments that their old and their new match concern.
select payment_id, unnest([f.order_reference, m.order_reference]) as order_reference, unnest([f.returns_payment_id, m.returns_payment_id]) as returns_payment_id
from fresh f full join (select * from matches semi join suspects using (payment_id)) m using (payment_id)
where (f.kind, f.status, f.order_reference, f.logistic_reference, f.amount, f.rule, f.explanation, f.returns_payment_id, f.other_currency_order, f.names_unknown)
    is distinct from (m.kind, m.status, m.order_reference, m.logistic_reference, m.amount, m.rule, m.explanation, m.returns_payment_id, m.other_currency_order, m.names_unknown)
