-- Orders and logistic orders that stand more than once or have lost a part of themselves, by what they are called.
with broken_orders as (
    select order_no from steps.order_states group by 1 having count(*) > 1
    union
    select order_no from steps.lo_states anti join steps.order_states using (order_no)
    union
    select order_no from facts.order_names group by 1 having count(*) > 1
),
broken_los as (
    select lo_no from steps.lo_states group by 1 having count(*) > 1
    union
    select lo_no from steps.lo_balances group by 1 having count(*) > 1
    union
    select lo_no from steps.lo_states anti join steps.lo_balances using (lo_no)
    union
    select lo_no from facts.lo_names group by 1 having count(*) > 1
)
select order_reference as broken from facts.order_names semi join broken_orders using (order_no)
union all
select logistic_reference from facts.lo_names semi join broken_los using (lo_no)
