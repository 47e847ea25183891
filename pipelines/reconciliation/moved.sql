-- The payments among the suspects whose match is another than it was, with the orders and payments that their old and their new match concern.
select payment_no, unnest([f.order_no, m.order_no]) as order_no, unnest([f.returns_payment_no, m.returns_payment_no]) as returns_payment_no
from fresh f full join (select * from matches semi join suspects using (payment_no)) m using (payment_no, nth)
where (f.way, f.kind, f.status, f.order_no, f.lo_no, f.amount, f.counts, f.waits, f.rule, f.explanation, f.returns_payment_no, f.other_currency_order,
    f.names_unknown)
    is distinct from (m.way, m.kind, m.status, m.order_no, m.lo_no, m.amount, m.counts, m.waits, m.rule, m.explanation, m.returns_payment_no,
        m.other_currency_order, m.names_unknown)
