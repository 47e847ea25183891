-- The findings that end in this night: whose condition has ended, also of those a person has resolved, and those that a person has resolved and that
-- are about something else by now, so that a new one opens in their place.
select finding_id, as_of() as closed_at, (select max(batch) from meta.batches) as batch
from living_findings where not holds or resolved_by is not null and not (resolved_amount is not distinct from amount_now
    and (amount_now is not null or resolved_message is not distinct from message_now))
