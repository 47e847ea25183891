-- One row per decision: what it is about, its place among the decisions about the same thing, and what makes it wait or be refused whatever was
-- decided before (contract.md §3.5). An UNDO is about what the decision at the bottom of its chain is about.
with recursive known as (
    select d.*, n.order_no, n.lo_no, case when regexp_full_match(d.payment_id, 'pay_[0-9a-f]{16}')
        then ('0x' || substr(d.payment_id, 5))::ubigint end as payment_no,
        case when d.action in ('RESOLVE_FINDING', 'SNOOZE_FINDING') then split_part(d.value, '@', 1) end as finding_id
    from decision_rows d left join namings n using (reference)
),
chains as (
    select decision_id, decision_id as root, decided_at from known where action <> 'UNDO'
    union all
    select k.decision_id, c.root, k.decided_at
    from chains c join known k on k.action = 'UNDO' and k.value = c.decision_id and (k.decided_at, k.decision_id) > (c.decided_at, c.decision_id)
),
about as (
    select c.decision_id, case when r.payment_id is not null and r.action in ('ASSIGN', 'UNASSIGN', 'IGNORE_PAYMENT') then r.payment_id
        when r.finding_id is not null then r.finding_id
        else coalesce('lo ' || r.lo_no, 'order ' || r.order_no, r.reference) end as subject
    from chains c join known r on r.decision_id = c.root
),
paying as (
    select payment_no, kind, state, size, currency, matchable from movements where payment_no in (select payment_no from known)
),
owing as (
    -- The currency of an order, null where it is in several.
    select l.order_no, case when min(h.currency) = max(h.currency) and max(h.currencies) = 1 then min(h.currency) end as currency
    from lo_snapshots l join snapshot_heads h using (snapshot_no) where l.newest = 1 and l.order_no in (select order_no from known) group by 1
),
alone as {statuses/live_alone},
-- What an UNDO that stands took back.
undoing as (select k.decision_id, k.value as undoes from known k join judged_decisions j using (decision_id)
    where k.action = 'UNDO' and j.outcome = 'APPLIED'),
taken_back as (select undoes from undoing where decision_id not in (select undoes from undoing)),
applied as (
    select k.* from known k join judged_decisions j using (decision_id)
    where j.outcome = 'APPLIED' and k.decision_id not in (from taken_back)
),
given as (
    select decision_id from applied a where action = 'ASSIGN' and not exists (
        select 1 from applied l where l.payment_id = a.payment_id and (l.decided_at, l.decision_id) > (a.decided_at, a.decision_id)
            and (l.action = 'IGNORE_PAYMENT' or l.action = 'UNASSIGN' and (l.order_no is null or l.order_no = a.order_no)))
)
select k.decision_id, k.action, coalesce(a.subject, k.decision_id) as subject, k.value as undoes, k.payment_no, k.order_no,
    case when k.action = 'SET_LOGISTIC_STATUS' then coalesce(k.lo_no, s.lo_no) else k.lo_no end as lo_no, k.finding_id, k.amount as asked, k.value,
    max(p.size) over (partition by coalesce(a.subject, k.decision_id)) as size, o.currency is distinct from p.currency as exchanged,
    try_cast(k.value as decimal(18, 2)) as counts, k.decision_reason, k.decided_by, k.decided_at, k.reference, k.payment_id,
    k.file_no, k.line_number, j.outcome as judged, j.reason as judged_because, j.amount as judged_amount,
    row_number() over decided as seq,
    -- What was given away before this one came, though it was decided later.
    coalesce(sum(j.amount) filter (where k.decision_id in (from given))
        over (decided rows between 1 following and unbounded following), 0) as promised,
    case when j.outcome is not null then null
        when k.decided_at > as_of() then 'DATED_AHEAD: it counts from its own date on'
        when k.reference is not null and k.order_no is null then 'UNKNOWN_ORDER: no known order is called ' || k.reference
        when k.payment_id is not null and p.payment_no is null then 'UNKNOWN_PAYMENT: there is no payment ' || k.payment_id
        when k.action in ('ASSIGN', 'UNASSIGN', 'IGNORE_PAYMENT') and p.state = 'PENDING' then 'PENDING_PAYMENT: it has not moved any money yet'
        when k.finding_id is not null and k.finding_id not in (select finding_id from finding_openings)
            then 'UNKNOWN_FINDING: there was no finding ' || k.finding_id
        when k.action = 'UNDO' and k.value not in (select decision_id from known)
            then 'UNKNOWN_DECISION: there is no decision ' || k.value end as waits_for,
    case when k.action in ('ASSIGN', 'UNASSIGN', 'IGNORE_PAYMENT') and not p.matchable
        then 'NO_MONEY: a ' || coalesce(p.kind, 'line') || ' that is ' || p.state || ' can pay no order'
        when k.action in ('ASSIGN', 'WRITE_OFF') and o.currency is null then 'MIXED_CURRENCY: the order is in several currencies'
        when k.action = 'ASSIGN' and o.currency <> p.currency and coalesce(try_cast(k.value as decimal(18, 2)), 0) <= 0
            then 'CURRENCY: the order is in ' || o.currency || ', so Value must say what the payment is in it'
        when k.action = 'SET_LOGISTIC_STATUS' and k.lo_no is null and s.lo_no is null
            then 'NOT_A_LOGISTIC_ORDER: the reference names an order of several live logistic orders, or of none'
        when k.action = 'UNDO' and a.subject is null then 'LATER: the decision that it names is dated after it' end as refused_because
from known k left join about a using (decision_id) left join paying p on p.payment_no = k.payment_no left join owing o on o.order_no = k.order_no
left join alone s on s.order_no = k.order_no left join judged_decisions j on j.decision_id = k.decision_id
window decided as (partition by coalesce(a.subject, k.decision_id) order by k.decided_at, k.decision_id)
