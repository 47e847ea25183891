-- The orders, among those that transfers simply name, that something else is put against or whose due was changed, and those that several name.
select order_no from (
    select order_no from due_changes union all select order_no from facts.standing_matches union all select order_no from answers
    union all select order_no from told union all select order_no from looked_at
) semi join simply_named using (order_no)
union all
select order_no from simply_named group by 1 having count(*) > 1
