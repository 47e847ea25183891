-- One row per payment that a person decided about and order that it was put against, or one without an order (domain.md §5, DECISION). What was not
-- assigned of it waits; never more than the payment counts, whatever became of it since. `counts` is the amount in the order's own currency.
with money as (select * from movements where matchable and payment_no in (select payment_no from ruled_by_person)),
assigned as (
    select m.payment_no, d.order_no, d.lo_no, d.decision_id, d.decided_by, d.decision_reason, d.exchanged, d.counts, d.amount, d.seq,
        m.size - coalesce(sum(d.amount) over (partition by m.payment_no order by d.seq rows between unbounded preceding and 1 preceding), 0) as room
    from decisions_made d join money m using (payment_no) where d.action = 'ASSIGN' and d.outcome = 'APPLIED'
),
parts as (
    select a.*, least(a.amount, room) as part, row_number() over (partition by payment_no order by seq) as nth,
        -- Of a payment that is less by now as much of what it counted.
        case when a.amount <= room then a.counts else round_money(part_of(a.counts, room, a.amount), d.currency) end as counted
    from assigned a left join lo_dues d on d.order_no = a.order_no and d.leads where room > 0
),
words as (
    select payment_no, action, decided_by, decision_reason, decision_id
    from decisions_made where outcome = 'APPLIED' and (action = 'IGNORE_PAYMENT' or action = 'UNASSIGN' and order_no is null)
    qualify row_number() over (partition by payment_no order by seq desc) = 1
)
select m.payment_no, coalesce(p.nth, 1) as nth, null::bigint as way,
    case when m.provider <> 'BANK' then m.kind when m.direction = 1 then 'TRANSFER' when p.nth is null then 'OTHER' else 'REFUND' end as kind,
    case when p.nth is not null then 'MATCHED' when w.action = 'IGNORE_PAYMENT' then 'IGNORED' else 'UNMATCHED' end as status, p.order_no, p.lo_no,
    (m.direction * coalesce(p.part, 0))::decimal(18, 2) as amount, case when p.exchanged then m.direction * p.counted end::decimal(18, 2) as counts,
    case when coalesce(p.nth, 1) > 1 or w.action = 'IGNORE_PAYMENT' and p.nth is null then 0
        else m.direction * (m.size - coalesce(sum(p.part) over (partition by m.payment_no), 0)) end::decimal(18, 2) as waits,
    case when p.nth is not null then 'DECISION' end as rule,
    coalesce(p.decided_by, w.decided_by) || case when p.nth is not null then ' assigned it' when w.action = 'IGNORE_PAYMENT' then ' said to ignore it'
        else ' took it away from every order' end
        || ' (' || coalesce(p.decision_id, w.decision_id) || '): ' || coalesce(p.decision_reason, w.decision_reason) as explanation,
    null::ubigint as returns_payment_no, m.payer_iban, m.taken_on as booked_on, m.turn,
    {'value_date': coalesce(m.value_date, m.taken_on), 'size': m.size, 'payment_no': m.payment_no} as place, m.currency,
    null::integer as other_currency_order, false as names_unknown
from money m left join parts p using (payment_no) left join words w on w.payment_no = m.payment_no
