-- The findings that end in this night: whose condition has ended, also of those a person has resolved, those that a person has resolved and that are about
-- something else by now, so that a new one opens in their place, and those that are resolved by a decision.
with going_on as (
    select p.*, n.amount as amount_now, n.message as message_now, n.code is not null as holds
    from living_findings p left join findings_now n on p.code = n.code and p.order_no is not distinct from n.order_no and p.lo_no is not distinct from n.lo_no
        and p.payment_no is not distinct from n.payment_no and p.reference is not distinct from n.reference and p.subject = n.subject
)
select finding_id, as_of() as closed_at, (select max(batch) from meta.batches) as batch, null::varchar as decision_id, null::decimal(18, 2) as amount, null::varchar as message
from going_on where not holds or resolved_by is not null and not (resolved_amount is not distinct from amount_now and (amount_now is not null or resolved_message is not distinct from message_now))
union all
select g.finding_id, as_of(), (select max(batch) from meta.batches), d.decision_id, g.amount_now, g.message_now
from going_on g join decisions_made d on d.finding_id = g.finding_id and d.action = 'RESOLVE_FINDING' and d.outcome = 'APPLIED'
where g.holds and g.resolved_by is null
