-- Every key that the passing of time alone changes between two instants, (since, until], and the table it changes: one term per delay of
-- the domain page, and one per kind of fact that may be dated ahead. A `select` compares with the clock only for a term that has its line here.
with window_of as (select getvariable('since')::timestamptz as since, getvariable('until')::timestamptz as until),
dated as (
    select n.order_no, d.moment from (
        select reference, effective_at as moment from status_rows
        union all select reference, decided_at from decision_rows where reference is not null
    ) d join namings n using (reference) where d.moment > (select since from window_of) and n.order_no is not null
),
incidents_dated as (
    select n.order_no, d.moment from (
        select o.reference, e.opened_at as moment from incident_rows e join incident_rows o using (incident_id)
        union all select o.reference, e.updated_at from incident_rows e join incident_rows o using (incident_id)
    ) d join namings n using (reference) where d.moment > (select since from window_of) and n.order_no is not null
),
events_dated as (
    select n.order_no, e.occurred_at as moment
    from (select * from psp_events where occurred_at > (select since from window_of)) e
    join psp_events o using (provider, psp_reference) join namings n on n.reference = o.reference where n.order_no is not null
),
terms as (
    select ['steps.lo_snapshots', 'steps.fold'] as tables, order_no::varchar as value, updated_at as moment from snapshots
    union all select ['steps.fold', 'steps.completion_clock', 'steps.lo_balances'], order_no, moment from dated
    union all select ['steps.incident_states'], order_no, moment from incidents_dated
    union all select ['steps.operations'], order_no, moment from events_dated
    union all select ['steps.fold'], order_no, occurred_at + refusal_grace_hours() from operations
        where kind in ('AUTHORIZATION', 'CAPTURE') and order_no in (select order_no from operations where state = 'FAILED')
    union all select ['steps.card_states'], order_no, valid_until from card_states
    union all select ['steps.completion_clock'], order_no, shipped_at from completion_clock
    union all select ['steps.completion_clock'], order_no, due_at from completion_clock
    union all select ['steps.conditions'], order_no, status_since + stale_days() from lo_states
        where followed_status in ('PARTIALLY_SHIPPED', 'PARTIALLY_CANCELED')
    -- Only an order that is not paid can have left before it was.
    union all select ['steps.conditions'], l.order_no, l.shipped_since + capture_grace_hours() from lo_states l
        join order_states o using (order_no) where o.payment_class in ('CARD', 'TRANSFER_BEFORE_ACCEPTANCE') and o.came < o.due_of_parts
    union all select ['steps.order_states'], r.order_no, r.claimed_at + evidence_days() from lo_balances r
        join order_states o using (order_no) where o.amount_received <= 0
    union all select ['steps.movements'], payment_no, occurred_at from psp_events
    union all select ['steps.movements'], payment_no, booked_on::timestamp at time zone time_zone() from bank_lines
    union all select ['steps.payment_conditions'], p.payment_no, p.booked_at + unknown_reference_days()
        from movements p join matches m using (payment_no) where m.names_unknown
    union all select ['steps.reference_conditions'], n.reference, w.until from namings n cross join window_of w where n.order_no is null
)
select distinct unnest(tables) as clocked, value from terms, window_of where moment > since and moment <= until
