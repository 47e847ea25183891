-- The next event of every logistic order, held against its state: the verdict and why (domain.md §2).
-- An inferred move gives way: a snapshot, or a success after a refusal, is judged from the status before it.
select e.order_no, e.lo_no, e.seq, e.n, e.source,
    -- A success takes back a refusal: what was further on than created stands where it stood.
    case when e.source = 'PSP' and e.status_reason is null and t.from_status <> 'ORDER_CREATED' then t.from_status else e.to_status end as to_status,
    e.effective_at, e.clock, w.status, w.inferred_from,
    w.trail, w.status_since, w.shipped_since, w.shipped_step, w.decided_at, w.before_completion, t.from_status as base, t.passes, t.behind, t.skips,
    i.passes as passed_by_inference,
    case
        when e.source in ('DECISION', 'COMPLETION') then 'APPLIED'
        when e.source = 'PSP' and e.status_reason is not null then
            case when w.status in ('ORDER_CREATED', 'WAITING_CUSTOMER_APPROVAL', 'WAITING_SUPPLIER_APPROVAL') then 'APPLIED' else 'NO_OP' end
        when e.source = 'PSP' then
            case when t.from_status = 'ORDER_CREATED' and w.status in ('ORDER_CREATED', 'CANCELED') then 'APPLIED'
                when w.inferred_from is not null and w.status = 'CANCELED' then 'APPLIED'
                else 'NO_OP' end
        when t.same then case when w.inferred_from is not null and e.source = 'ORDER_EXPORT' and t.from_status = e.to_status then 'APPLIED'
            else 'NO_OP' end
        when e.source = 'ORDER_EXPORT' then
            case when t.legal and not lags_behind(w.trail, e.to_status, e.seen_at) then 'APPLIED'
                when lags(w.trail, e.to_status, e.seen_at) then 'NO_OP' else 'REJECTED' end
        when t.legal and (g.roles or not t.needs_roles) and (g.mirakl or not t.needs_mirakl)
            and not (t.skips and strict_transitions() and e.source = 'STATUS_IMPORT') then 'APPLIED'
        when e.phase = 'grace' then 'NO_OP'
        else 'REJECTED'
    end as verdict,
    case
        when t.same or e.source in ('DECISION', 'COMPLETION', 'PSP') then null
        when e.source = 'ORDER_EXPORT' then case
            when t.legal and not lags_behind(w.trail, e.to_status, e.seen_at) then null
            when lags(w.trail, e.to_status, e.seen_at) then 'IMPORT_PENDING: the record has not caught up with ' || w.status || ' yet'
            else 'CONTRADICTION: the record says ' || e.to_status || ', which ' || w.status || ' cannot become; allowed: ' || t.allowed end
        when t.legal and t.needs_roles and not g.roles then
            'NO_APPROVAL_ROLES: ' || e.to_status || ' needs approval roles, which the account has not; ' || w.status || ' may become: ' || t.allowed
        when t.legal and t.needs_mirakl and not g.mirakl then
            'NOT_MIRAKL: ' || e.to_status || ' exists for Mirakl orders only; ' || w.status || ' may become: ' || t.allowed
        when t.legal and t.skips and strict_transitions() and e.source = 'STATUS_IMPORT' then
            'STRICT: a step from ' || w.status || ' to ' || e.to_status || ' skips statuses; allowed: ' || t.allowed
        when not t.legal then 'ILLEGAL: ' || w.status || ' cannot become ' || e.to_status || '; allowed: ' || t.allowed
    end as reason
from walk w
join chained e on e.lo_no = w.lo_no and e.seq = w.seq + 1
join gates g on g.lo_no = e.lo_no
join transitions t on t.to_status = e.to_status and t.from_status = case
    when w.inferred_from is not null and (e.source = 'ORDER_EXPORT' or (e.source = 'PSP' and w.status = 'CANCELED' and e.status_reason is null))
    then w.inferred_from else w.status end
left join transitions i on i.from_status = w.inferred_from and i.to_status = w.status
