-- One row per decision with what became of it, taken one after the other among those about the same thing (contract.md §3.5). What was refused or
-- applied once is not judged again; the k-th decisions of all are taken at once.
with recursive weighed as materialized {decisions/weighed},
walk as (
    select subject, 0::bigint as seq,
        []::struct(seq bigint, decision_id varchar, action varchar, undoes varchar, order_no integer, amount decimal(18, 2), outcome varchar,
            reason varchar)[] as history
    from (select distinct subject from weighed)
    union all
    select subject, seq, list_append(history, {'seq': seq, 'decision_id': decision_id, 'action': action, 'undoes': undoes, 'order_no': order_no,
        'amount': amount,
        'outcome': case when judged is not null then judged when waits_for is not null then 'WAITING'
            when refused_because is not null or too_much is not null then 'REFUSED' else 'APPLIED' end,
        'reason': case when judged is not null then judged_because else coalesce(waits_for, refused_because, too_much) end})
    from {decisions/next}
),
ended as (select subject, max_by(history, seq) as history from walk group by 1),
told as (select unnest(history) as d, undone(history) as gone, still_standing(history) as standing from ended),
-- What a later decision about the same replaces: what was assigned, held or set before.
standing as (select w.*, t.d.amount as given from told t join weighed w on w.decision_id = t.d.decision_id
    where t.d.outcome = 'APPLIED' and not list_contains(t.gone, t.d.decision_id)),
replacing as (
    select e.decision_id, l.decision_id as replaced_by, l.decided_at
    from standing e join standing l on l.subject = e.subject and l.seq > e.seq and case
        when e.action = 'IGNORE_PAYMENT' then l.action in ('ASSIGN', 'IGNORE_PAYMENT', 'UNASSIGN')
        when e.action = 'ASSIGN' then l.action = 'IGNORE_PAYMENT'
            or l.action = 'UNASSIGN' and (l.order_no is null or l.order_no = e.order_no)
        -- Where a payment was taken away from no rule takes it again, whatever was decided in between; only a person who puts it there himself does.
        when e.action = 'UNASSIGN' then l.action = 'ASSIGN' and l.order_no = e.order_no
            or l.action = 'UNASSIGN' and (l.order_no is null or l.order_no = e.order_no)
        when e.action in ('RESOLVE_FINDING', 'SNOOZE_FINDING') then l.action in ('RESOLVE_FINDING', 'SNOOZE_FINDING')
        when e.action in ('HOLD_COMPLETION', 'RELEASE_COMPLETION') then l.action in ('HOLD_COMPLETION', 'RELEASE_COMPLETION')
        when e.action = 'WRITE_OFF' then false
        else l.action = e.action end
    union all
    -- What is decided of an order holds for all its logistic orders.
    select e.decision_id, l.decision_id, l.decided_at
    from standing e join standing l on l.order_no = e.order_no and e.lo_no is not null and l.lo_no is null
        and (l.decided_at, l.decision_id) > (e.decided_at, e.decision_id) and case
            when e.action in ('HOLD_COMPLETION', 'RELEASE_COMPLETION') then l.action in ('HOLD_COMPLETION', 'RELEASE_COMPLETION')
            else e.action = 'SET_DUE_DATE' and l.action = 'SET_DUE_DATE' end
),
replaced as (select decision_id, min_by(replaced_by, (decided_at, replaced_by)) as replaced_by from replacing group by 1)
select w.decision_id, w.action, w.payment_no, w.order_no, w.lo_no, w.finding_id,
    -- All that was left is an amount once it was applied.
    case when t.d.outcome = 'APPLIED' then t.d.amount else w.asked end as amount, w.exchanged, w.counts,
    w.value, w.undoes, w.payment_id, w.reference,
    w.decision_reason, w.decided_by, w.decided_at, w.seq, w.file_no, w.line_number, w.judged,
    case when list_contains(t.gone, w.decision_id) then 'UNDONE' when r.decision_id is not null then 'SUPERSEDED' else t.d.outcome end as outcome,
    case when list_contains(t.gone, w.decision_id) then 'undone by ' || list_filter(t.standing,
        lambda undoing: undoing.undoes = w.decision_id)[1].decision_id when r.decision_id is not null then 'replaced by ' || r.replaced_by
        else t.d.reason end as outcome_reason,
    t.d.outcome as first_outcome, t.d.reason as first_reason
from told t join weighed w on w.decision_id = t.d.decision_id left join replaced r on r.decision_id = w.decision_id
