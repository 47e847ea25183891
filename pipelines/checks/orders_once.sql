-- Orders and logistic orders that stand more than once or have lost a part of themselves, by what they are called. Their numbers are
-- given one after the other, so that a bit each counts them; only what counts short is looked through for equal neighbours.
with short as (
    select (select count(*) > bit_count(bitstring_agg(order_no)) from steps.order_states) as states,
        (select count(*) > bit_count(bitstring_agg(order_no)) from facts.order_names) as names,
        (select count(*) > bit_count(bitstring_agg(lo_no)) from steps.lo_states) as lo_states,
        (select count(*) > bit_count(bitstring_agg(lo_no)) from steps.lo_balances) as lo_balances,
        (select count(*) > bit_count(bitstring_agg(lo_no)) from facts.lo_names) as lo_names
),
broken_orders as (
    select order_no from (select order_no, lag(order_no) over (order by order_no) as before from steps.order_states where (select states from short))
        where order_no = before
    union all
    select order_no from steps.lo_states anti join steps.order_states using (order_no)
    union all
    select order_no from (select order_no, lag(order_no) over (order by order_no) as before from facts.order_names where (select names from short))
        where order_no = before
),
broken_los as (
    select lo_no from (select lo_no, lag(lo_no) over (order by lo_no) as before from steps.lo_states where (select lo_states from short))
        where lo_no = before
    union all
    select lo_no from (select lo_no, lag(lo_no) over (order by lo_no) as before from steps.lo_balances where (select lo_balances from short))
        where lo_no = before
    union all
    select lo_no from steps.lo_states anti join steps.lo_balances using (lo_no)
    union all
    select lo_no from (select lo_no, lag(lo_no) over (order by lo_no) as before from facts.lo_names where (select lo_names from short))
        where lo_no = before
)
select order_reference as broken from facts.order_names semi join broken_orders using (order_no)
union all
select logistic_reference from facts.lo_names semi join broken_los using (lo_no)
