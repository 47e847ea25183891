-- The references of the rows this file added, and of the other rows of the same payments: a row without a reference takes theirs.
select distinct e.reference
from psp_events e semi join (
    select provider, psp_reference from psp_events where file_no = (select file_no from this_file)
) n on n.provider = e.provider and n.psp_reference = e.psp_reference
where e.reference is not null
