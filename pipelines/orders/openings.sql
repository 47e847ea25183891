-- One row per order placed before the shop began with the suite (domain.md §1, First load) whose record said paid or refunded, or for which an
-- opening balance was dropped: what it is taken to have received, given back and written off by then, in all and by the logistic orders that
-- balances name (`parts`). The record is the newest snapshot of before, else the first one; without a balance its lines say what was paid.
-- `counts_until`: money of before is a part of that; of a record it is the instant of its file.
with began as (select opening_date() as day where opening_date() is not null),
-- WAITING_REFUND keeps the word before it, and an empty one takes none back (domain.md §4).
words as (
    select lo_no, min_by(payment_status, newest) as word from lo_snapshots cross join began b
    where payment_status <> 'WAITING_REFUND' and updated_at < b.day::timestamp at time zone time_zone() group by 1
),
chosen as (
    select l.* replace (coalesce(w.word, nullif(l.payment_status, 'WAITING_REFUND')) as payment_status), f.seen_at
    from lo_snapshots l join snapshot_heads h using (snapshot_no) join read_files f using (file_no) cross join began b
    left join words w on w.lo_no = l.lo_no
    where (h.created_at at time zone time_zone())::date < b.day
    qualify row_number() over (partition by l.lo_no
        order by l.updated_at < b.day::timestamp at time zone time_zone() desc,
            case when l.updated_at < b.day::timestamp at time zone time_zone() then l.newest else -l.newest end) = 1
),
lines_then as (
    with lo_snapshots as (select * replace (1 as newest) from chosen)
    select order_no, lo_no, sum(line_total) as due from {orders/line_amounts} group by all
),
records as (
    select c.order_no, max_by(c.payment_status, (c.updated_at, c.payment_status)) filter (where c.payment_status is not null) as word,
        max(c.seen_at) as seen_at,
        sum(t.due) filter (where is_live(c.order_status)) as due, sum(t.due) as full_due
    from chosen c left join lines_then t using (lo_no) where c.order_no in (select order_no from lo_dues
        where leads and currency is not null and payment_class <> 'NO_PAYMENT') group by 1
),
newest as (
    select n.order_no, n.lo_no, coalesce(b.received, 0) as received, coalesce(b.refunded, 0) as refunded, coalesce(b.written_off, 0) as written_off
    from facts.opening_balances b join read_files f using (file_no) join namings n on n.reference = upper(b.order_reference)
    where n.order_no is not null and exists (from began)
    qualify row_number() over (partition by n.order_no, n.lo_no order by {landing/sql/reference_place} desc) = 1
),
balances as (
    -- Those of parts add up, unless there is one of the order itself.
    select order_no, sum(received) as received, sum(refunded) as refunded, sum(written_off) as written_off,
        list({'lo_no': lo_no, 'received': received, 'refunded': refunded, 'written_off': written_off} order by lo_no) as parts
    from newest n where lo_no is null or order_no not in (select order_no from newest where lo_no is null) group by 1
),
stood as (
    select p.order_no, case when claims_money(p.word) then p.word end as stands_at,
        case when b.order_no is null then p.seen_at else opening_date()::timestamp at time zone time_zone() end as counts_until,
        coalesce(case when b.order_no is not null then b.received when p.word = 'REFUNDED' then p.full_due
            when p.word <> 'PARTIALLY_PAID' then p.due end, 0)::decimal(18, 2) as received,
        coalesce(case when b.order_no is not null then b.refunded when p.word = 'REFUNDED' then p.full_due end, 0)::decimal(18, 2) as refunded,
        coalesce(b.written_off, 0)::decimal(18, 2) as written_off, coalesce(p.due, 0)::decimal(18, 2) as due, b.parts
    from records p left join balances b using (order_no)
    where b.order_no is not null or claims_money(p.word)
)
select * replace (coalesce(parts, [{'lo_no': null, 'received': received, 'refunded': refunded, 'written_off': written_off}]) as parts) from stood
