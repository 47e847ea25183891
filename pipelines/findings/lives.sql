-- One row per finding that was opened and whose condition had not ended: open, or resolved by a decision that stands, with the amount and the words
-- it had then; what was last told of it, and whether its condition still `holds`, with which amount and words (domain.md §7).
with resolved as (
    select c.finding_id, max_by(c.decision_id, c.closed_at) as decision_id, max_by(c.amount, c.closed_at) as amount,
        max_by(c.message, c.closed_at) as message
    from facts.finding_closings c semi join (select * from decisions_made where action = 'RESOLVE_FINDING'
        and outcome = 'APPLIED') d using (decision_id) group by 1
),
told_again as (from facts.finding_words qualify row_number() over (partition by finding_id order by batch desc) = 1)
select o.*, case when t.finding_id is null then o.amount else t.amount end as told_amount,
    case when t.finding_id is null then o.message else t.message end as told_message,
    r.decision_id as resolved_by, r.amount as resolved_amount, r.message as resolved_message, n.code is not null as holds, n.amount as amount_now,
    n.message as message_now
from facts.finding_openings o left join told_again t using (finding_id) left join resolved r using (finding_id)
left join findings_now n on n.code = o.code and n.order_no is not distinct from o.order_no and n.lo_no is not distinct from o.lo_no
    and n.payment_no is not distinct from o.payment_no and n.reference is not distinct from o.reference and n.subject = o.subject
where o.finding_id not in (select finding_id from facts.finding_closings where decision_id is null)
