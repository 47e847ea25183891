-- One row per instant at which a logistic order came to something, live or not, where that was not always the same: the present one is among them
-- (domain.md §5: what an order owed when a payment was booked). Where the currency was corrected, nothing is known of before.
with kept as (
    select s.* replace (k.snapshot_no as snapshot_no) from kept_lines k join snapshot_lines s using (line_no)
),
lines as (
    select l.order_no, l.lo_no, false as removed, s.*
    from (select snapshot_no, order_no, lo_no from lo_snapshots where lo_no in (select lo_no from lo_snapshots where newest = 2 and not created)) l
    join (from snapshot_lines union all by name from kept) s on s.snapshot_no = l.snapshot_no
),
told as (
    select snapshot_no, sum(line_total) as due from {orders/priced_lines}
    where lo_no not in (select lo_no from lines group by 1 having min(currency) <> max(currency)) group by 1
),
dues as (
    select l.order_no, l.lo_no, l.updated_at, l.newest, t.due::decimal(18, 2) as due from lo_snapshots l join told t using (snapshot_no)
        where not l.created
    union all
    select m.order_no, m.lo_no, m.updated_at, m.newest, m.due from mirakl_los m
    where m.created and m.newest is not null and m.lo_no in (select lo_no from mirakl_los where newest = 2)
)
select order_no, lo_no, updated_at, due from dues
-- Of several of one instant the newest says it.
qualify min(due) over (partition by lo_no) < max(due) over (partition by lo_no) and newest = min(newest) over (partition by lo_no, updated_at)
