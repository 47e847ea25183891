-- Every key that the passing of time alone changes between two instants, (since, until], and the table it changes: one term per delay of
-- the domain page, and one per kind of fact that may be dated ahead. A `select` compares with the clock only for a term that has its line here.
with dated as (
    select n.order_no, d.moment from (
        select reference, effective_at as moment from status_rows
        union all select reference, effective_at from mirakl_shipments
    ) d join namings n using (reference) where d.moment > since() and n.order_no is not null
),
incidents_dated as (
    select n.order_no, d.moment from (
        select o.reference, e.opened_at as moment from incident_rows e join incident_rows o using (incident_id)
        union all select o.reference, e.updated_at from incident_rows e join incident_rows o using (incident_id)
    ) d join namings n using (reference) where d.moment > since() and n.order_no is not null
),
events_dated as (
    select n.order_no, e.occurred_at as moment
    from (select * from psp_events where occurred_at > since()) e
    join psp_events o using (provider, psp_reference) join namings n on n.reference = o.reference where n.order_no is not null
),
terms as (
    select ['steps.mirakl_los', 'steps.lo_snapshots', 'steps.fold'] as tables, order_no::varchar as value from snapshots where falls_due(updated_at)
    union all select ['steps.fold', 'steps.lo_states', 'steps.completion_clock'], order_no from dated where falls_due(moment)
    union all select ['steps.incident_states'], order_no from incidents_dated where falls_due(moment)
    union all select ['steps.operations'], order_no from events_dated where falls_due(moment)
    union all select ['steps.fold'], order_no from operations where kind in ('AUTHORIZATION', 'CAPTURE')
        and falls_due(occurred_at, refusal_grace_hours())
        and order_no in (select order_no from operations where state = 'FAILED')
    union all select ['steps.conditions'], order_no from mirakl_parts where kind = 'REFUND' and falls_due(moved_at, refund_days())
    union all select ['steps.conditions'], order_no from operations where kind = 'REFUND' and state = 'PENDING'
        and falls_due(occurred_at, refund_days())
    -- A part that was paid of what falls due is asked for from then on. The day first: it takes no calendar.
    union all select ['steps.conditions'], d.order_no from due_dates d join order_states o using (order_no)
        where d.due_on >= since()::date - 1 and falls_due(d.due_on::timestamp at time zone time_zone()) and o.balance_state = 'PARTIALLY_PAID'
    union all select ['steps.card_states'], order_no from card_states where falls_due(valid_until)
    union all select ['steps.completion_clock'], order_no from completion_clock where falls_due(shipped_at) or falls_due(due_at)
    union all select ['steps.conditions'], order_no from lo_states
        where followed_status in ('PARTIALLY_SHIPPED', 'PARTIALLY_CANCELED') and falls_due(followed_since, stale_days())
    -- Only an order that is not paid can have left before it was.
    union all select ['steps.conditions'], l.order_no from lo_states l join order_states o using (order_no)
        where falls_due(l.shipped_since, capture_grace_hours())
            and o.payment_class in ('CARD', 'TRANSFER_BEFORE_ACCEPTANCE') and o.came < o.due_of_parts
    union all select ['steps.order_states'], r.order_no from lo_balances r join order_states o using (order_no)
        where falls_due(r.claimed_at, evidence_days()) and o.amount_received <= 0
    -- With the other rows of its payment, which may take its order.
    union all select ['steps.movements'], payment_no from psp_events
        where (provider, psp_reference) in (select (provider, psp_reference) from psp_events where falls_due(occurred_at))
    -- The day first: it takes no calendar.
    union all select ['steps.movements'], payment_no from bank_lines
        where booked_on >= since()::date - 1 and falls_due(booked_on::timestamp at time zone time_zone())
    union all select ['steps.matches', 'steps.payment_conditions'], p.payment_no from movements p join matches m using (payment_no)
        where falls_due(p.booked_at, unknown_reference_days()) and m.names_unknown
    union all select ['steps.reference_conditions'], reference from namings where order_no is null
)
select distinct unnest(tables) as clocked, value from terms
