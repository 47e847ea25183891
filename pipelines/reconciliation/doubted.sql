-- One row per payment whose match stands and of which today's rules say otherwise, with what they say.
with today as (
    select payment_no, list((kind, order_no, lo_no, amount) order by order_no, lo_no) filter (where status = 'MATCHED') as parts,
        min_by(explanation, nth) as explanation from decided group by 1
),
stood as (
    select payment_no, list((kind, order_no, lo_no, amount) order by order_no, lo_no) as parts, min(order_no) as order_no
        from (select * from {reconciliation/standing} semi join turned_to using (payment_no)) group by 1
)
select payment_no, s.order_no, t.explanation from stood s join today t using (payment_no) where t.parts is distinct from s.parts
