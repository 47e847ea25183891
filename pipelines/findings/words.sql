-- The findings that are told tonight with another amount or in other words than the last time.
select finding_id, (select max(batch) from meta.batches) as batch, amount_now as amount, message_now as message
from living_findings where holds and resolved_by is null and (amount_now, message_now) is distinct from (told_amount, told_message)
