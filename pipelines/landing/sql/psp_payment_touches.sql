-- The payments this file added or told more of, and those of the same PSP reference, which may take its order.
select distinct e.payment_no
from psp_events e semi join (
    select provider, psp_reference from psp_events where file_no = (select file_no from this_file)
) n on n.provider = e.provider and n.psp_reference = e.psp_reference
