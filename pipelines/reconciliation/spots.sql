-- One row per place of a text and order it can be read as, after the longest of overlapping readings has won (domain.md §5).
-- `spot` is the widest reading that covers the place; `by_amount`: a shorter known reading lies inside one with a blank, so only the
-- exact open amount decides. A place that is no known order at all stays, without an order: it names another one.
with known as (select * from readings where order_no is not null),
inside as (
    select s.payment_no, s.field, s.first, s.last, bool_or(not l.blank_inside and l.strong) as covered,
        min(l.first) as spot_first, max(l.last) as spot_last, bool_or(l.blank_inside) as in_blank
    from known s join known l on l.payment_no = s.payment_no and l.field = s.field and l.first <= s.first and l.last >= s.last
        and l.last - l.first > s.last - s.first
    group by all
),
kept as (
    select k.*, coalesce(i.spot_first, k.first) as spot_first, coalesce(i.spot_last, k.last) as spot_last, coalesce(i.in_blank, false) as in_blank
    from known k left join inside i using (payment_no, field, first, last)
    where not coalesce(i.covered, false)
    -- Of the orders one place can be read as, the one that stands there literally wins.
    qualify literal or not bool_or(literal) over (partition by payment_no, field, first, last)
)
select payment_no, field, spot_first, spot_last, written, order_no, lo_no, literal, strong, goes_on, cut,
    bool_or(in_blank) over (partition by payment_no, field, spot_first, spot_last) as by_amount
from kept
union all
select r.payment_no, r.field, r.first, r.last, r.written, null, null, false, true, false, false, false
from readings r
where r.order_no is null and not exists (
    select 1 from known k where k.payment_no = r.payment_no and k.field = r.field and k.first <= r.last and k.last >= r.first
)
union all
select payment_no, 1, 1, 1, written, order_no, lo_no, true, true, false, false, false from simply_named semi join unread using (payment_no)
