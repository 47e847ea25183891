-- One row per move of a logistic order that PSP events make likely (domain.md §2): a success moves what was only created, or takes back a
-- refusal; a definitive refusal cancels. An attempt that names the order is one of each of its logistic orders.
with created as (
    select lo_no, order_no from lo_snapshots where order_status = 'ORDER_CREATED'
    union
    select lo_no, order_no from decisions_made where action = 'SET_LOGISTIC_STATUS' and value = 'ORDER_CREATED'
        and outcome in ('APPLIED', 'SUPERSEDED') and lo_no is not null
),
candidates as (
    select o.* from operations o where kind in ('AUTHORIZATION', 'CAPTURE') and order_no in (
        select order_no from created union all select order_no from operations where state = 'FAILED')
),
headed as (
    select l.order_no, l.lo_no, s.payment_option, s.account_id, s.currency, c.lo_no is not null as was_created, is_live(l.order_status) as live
    from (select * from lo_snapshots semi join candidates using (order_no)) l join snapshot_heads s on s.snapshot_no = l.snapshot_no
    left join created c on c.lo_no = l.lo_no
    where l.newest = 1
),
attempts as (
    select h.order_no, h.lo_no, h.payment_option, h.account_id, h.was_created, o.state, o.occurred_at, o.file_no, o.line_number, o.payment_no,
        -- An attempt is there from its first state on, whatever became of it later.
        least(lead(o.occurred_at) over attempt, min(o.first_at) over (attempt rows between 1 following and unbounded following)) as next_at,
        lag(o.occurred_at) over attempt + refusal_grace_hours() < o.first_at as begins,
        bool_or(o.state = 'SUCCEEDED') over (attempt rows unbounded preceding) as succeeded_before,
        bool_or(o.state = 'FAILED') over (attempt rows unbounded preceding) as failed_before
    from headed h join candidates o on o.order_no = h.order_no and (o.lo_no is null or o.lo_no = h.lo_no)
    window attempt as (partition by h.lo_no order by o.occurred_at, o.payment_no)
),
owed as (
    select a.order_no, sum(a.line_total) as due from line_amounts a semi join (select * from headed where live) using (lo_no)
        where not a.removed group by 1
),
covered as (
    select o.order_no, o.occurred_at, sum(o.amount) filter (where o.kind = 'CAPTURE' and o.state = 'SUCCEEDED' and o.currency = c.currency)
        over (partition by o.order_no order by o.occurred_at) as captured
    from operations o join (select order_no, min(currency) as currency from headed group by 1) c using (order_no)
),
successes as (
    select a.order_no, a.lo_no, a.occurred_at as effective_at, a.file_no, a.line_number, a.payment_no,
        case when coalesce(c.requires_approval, false) then 'WAITING_CUSTOMER_APPROVAL' else 'WAITING_SUPPLIER_APPROVAL' end as to_status,
        null::varchar as status_reason
    from attempts a left join account_now c using (account_id)
    where a.state = 'SUCCEEDED' and (a.was_created or a.failed_before) and (
        a.payment_option not in ('BANK_WIRE', 'BANK_WIRE_ON_ACCEPTANCE', 'BANK_WIRE_ON_DUE_DATE')
        or exists (
            select 1 from covered v join owed w using (order_no)
            where v.order_no = a.order_no and v.occurred_at = a.occurred_at and v.captured >= w.due
        )
    )
),
-- What failed before a pause was refused by that pause: whoever comes back after it and gives up has not been refused anew.
tries as (
    select *, bool_or(state = 'FAILED') over (partition by lo_no, n order by occurred_at, payment_no) as failed_in_this_try
    from (select *, count(*) filter (where begins) over (partition by lo_no order by occurred_at, payment_no) as n from attempts)
),
refusals as (
    select a.order_no, a.lo_no, a.occurred_at + refusal_grace_hours() as effective_at, a.file_no, a.line_number,
        a.payment_no, 'CANCELED' as to_status, 'PAYMENT_REFUSED' as status_reason
    from tries a
    where a.failed_in_this_try and not a.succeeded_before and a.occurred_at + refusal_grace_hours() <= as_of()
        and (a.next_at is null or a.next_at > a.occurred_at + refusal_grace_hours())
)
select * from successes union all select * from refusals
