-- Orders and logistic orders that stand more than once or have lost a part of themselves, by what they are called. Equal numbers
-- are found as neighbours: they lie nearly in order, and to sort them takes two thirds of the time of grouping.
with broken_orders as (
    select order_no from (select order_no, lag(order_no) over (order by order_no) as before from steps.order_states) where order_no = before
    union all
    select order_no from steps.lo_states anti join steps.order_states using (order_no)
    union all
    select order_no from (select order_no, lag(order_no) over (order by order_no) as before from facts.order_names) where order_no = before
),
broken_los as (
    select lo_no from (select lo_no, lag(lo_no) over (order by lo_no) as before from steps.lo_states) where lo_no = before
    union all
    select lo_no from (select lo_no, lag(lo_no) over (order by lo_no) as before from steps.lo_balances) where lo_no = before
    union all
    select lo_no from steps.lo_states anti join steps.lo_balances using (lo_no)
    union all
    select lo_no from (select lo_no, lag(lo_no) over (order by lo_no) as before from facts.lo_names) where lo_no = before
)
select order_reference as broken from facts.order_names semi join broken_orders using (order_no)
union all
select logistic_reference from facts.lo_names semi join broken_los using (lo_no)
