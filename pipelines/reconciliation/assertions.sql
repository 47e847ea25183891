-- One row per asserted payment of which the money itself is known by now (domain.md §5, Once or twice): what was told of it itself, bank lines
-- and other events of the same order and direction take its place, those nearest in amount first, up to what is asserted. `difference` is what
-- all that was replaced in an order comes to beyond the money that replaces it. What was told itself since stays, and gives no way.
with of_orders as (
    select m.order_no, m.payment_no, coalesce(m.counts, m.amount) as amount, v.direction, v.asserted,
        case when v.asserted then m.amount else v.direction * v.said end as said
    from matches m join steps.movements v using (payment_no)
    where m.status = 'MATCHED' and m.order_no in (
        select order_no from matches where payment_no in (select payment_no from steps.movements where asserted or said is not null))
),
claimed as (
    select order_no, direction, sum(said) as said, list(said) as parts from of_orders where said is not null group by all
),
near as (
    select o.order_no, o.direction, o.payment_no, o.amount, c.said,
        sum(o.amount) over (partition by o.order_no, o.direction
            order by o.said is null, least(abs(o.amount - c.said), list_min(list_transform(c.parts, lambda part: abs(o.amount - part)))), o.payment_no
            rows between unbounded preceding and 1 preceding) as before
    from of_orders o join claimed c using (order_no, direction) where not o.asserted
),
replaced as (
    select order_no, direction, any_value(said) - sum(amount) as difference,
        string_agg(payment_id(payment_no), ', ' order by payment_no) as replaced_by
    from near where before is null or abs(before) < abs(said) group by all
),
whole as (select order_no, sum(difference)::decimal(18, 2) as difference from replaced group by 1)
select o.order_no, o.payment_no, o.asserted as gives_way, r.replaced_by, w.difference
from of_orders o join replaced r using (order_no, direction) join whole w using (order_no) where o.said is not null
