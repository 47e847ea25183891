-- One row per order placed before the shop began with the suite (domain.md §1, First load) whose record said paid or refunded, or for which an opening
-- balance was dropped: what it is taken to have received, given back and written off by then. Without a balance it stands at the record's word.
-- `counts_until`: money of before is a part of that; of a record it is the instant of the file that said so.
with began as (select opening_date() as day where opening_date() is not null),
first_words as (
    select l.order_no, l.lo_no, nullif(l.payment_status, 'WAITING_REFUND') as word, f.seen_at
    from lo_snapshots l join snapshot_heads h using (snapshot_no) join read_files f using (file_no) where exists (from began)
    qualify l.newest = max(l.newest) over (partition by l.lo_no)
),
placed as (
    select d.order_no, w.word, w.seen_at
    from lo_dues d join snapshot_heads h using (snapshot_no) join first_words w on w.lo_no = d.lo_no cross join began b
    where d.leads and (h.created_at at time zone time_zone())::date < b.day and d.currency is not null
),
owed as (select order_no, sum(due) as due, sum(full_due) as full_due from lo_dues semi join placed using (order_no) group by 1),
balances as (
    select n.order_no, b.received, b.refunded, b.written_off
    from facts.opening_balances b join read_files f using (file_no) join order_names n on upper(n.order_reference) = upper(b.order_reference)
    where exists (from began)
    qualify row_number() over (partition by n.order_no
        order by coalesce(f.instant_in_name, f.end_of_day_in_name) desc nulls last, f.batch desc, f.file_name desc, b.line_number desc) = 1
)
select p.order_no, case when b.order_no is null then p.word end as stands_at,
    case when b.order_no is null then p.seen_at else opening_date()::timestamp at time zone time_zone() end as counts_until,
    case when b.order_no is not null then coalesce(b.received, 0) when p.word = 'REFUNDED' then o.full_due when p.word = 'PARTIALLY_PAID' then 0 else o.due end::decimal(18, 2) as received,
    case when b.order_no is not null then coalesce(b.refunded, 0) when p.word = 'REFUNDED' then o.full_due else 0 end::decimal(18, 2) as refunded,
    coalesce(b.written_off, 0)::decimal(18, 2) as written_off
from placed p join owed o using (order_no) left join balances b on b.order_no = p.order_no
where b.order_no is not null or claims_money(p.word)
