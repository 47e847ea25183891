-- One row per move of a logistic order that PSP events make likely (domain.md §2): a success moves what was only created, a
-- definitive refusal cancels. Only logistic orders that were ever recorded as created can be moved by a success, so others
-- have no row.
with created as (
    select distinct lo_no, order_no from lo_snapshots where order_status = 'ORDER_CREATED'
),
candidates as (
    select o.* from operations o where kind in ('AUTHORIZATION', 'CAPTURE') and order_no in (
        select order_no from created union all select order_no from operations where state = 'FAILED')
),
attempts as (
    select o.*, lead(occurred_at) over attempt as next_at,
        bool_or(state = 'SUCCEEDED') over (attempt rows unbounded preceding) as succeeded_before,
        bool_or(state = 'FAILED') over (attempt rows unbounded preceding) as failed_before
    from candidates o
    window attempt as (partition by order_no, coalesce(lo_no, 0) order by occurred_at, payment_no)
),
headed as (
    select l.order_no, l.lo_no, s.payment_option, s.account_id, s.currency,
        c.lo_no is not null as was_created, l.newest
    from (select * from lo_snapshots semi join candidates using (order_no)) l join snapshot_heads s on s.snapshot_no = l.snapshot_no
    left join created c on c.lo_no = l.lo_no
    where l.newest = 1
),
owed as (
    select order_no, sum(line_total) as due from line_amounts semi join candidates using (order_no) where not removed group by 1
),
covered as (
    select order_no, occurred_at,
        sum(amount) filter (where kind = 'CAPTURE' and state = 'SUCCEEDED') over (partition by order_no order by occurred_at) as captured
    from operations semi join candidates using (order_no)
),
successes as (
    select h.order_no, h.lo_no, a.occurred_at as effective_at, a.file_no, a.line_number, a.payment_no,
        case when coalesce(c.requires_approval, false) then 'WAITING_CUSTOMER_APPROVAL' else 'WAITING_SUPPLIER_APPROVAL' end as to_status,
        null::varchar as status_reason
    from attempts a
    join headed h on h.order_no = a.order_no and h.newest = 1
        and (a.lo_no is null or a.lo_no = h.lo_no)
    left join account_now c using (account_id)
    where a.state = 'SUCCEEDED' and h.was_created and (
        h.payment_option not in ('BANK_WIRE', 'BANK_WIRE_ON_ACCEPTANCE', 'BANK_WIRE_ON_DUE_DATE')
        or exists (
            select 1 from covered v join owed w using (order_no)
            where v.order_no = a.order_no and v.occurred_at = a.occurred_at and v.captured >= w.due
        )
    )
),
refusals as (
    select h.order_no, h.lo_no, a.occurred_at + refusal_grace_hours() as effective_at, a.file_no, a.line_number,
        a.payment_no, 'CANCELED' as to_status, 'PAYMENT_REFUSED' as status_reason
    from attempts a
    join headed h on h.order_no = a.order_no and h.newest = 1
        and (a.lo_no is null or a.lo_no = h.lo_no)
    where a.failed_before and not a.succeeded_before and a.occurred_at + refusal_grace_hours() <= as_of()
        and (a.next_at is null or a.next_at > a.occurred_at + refusal_grace_hours())
)
select * from successes union all select * from refusals
