-- The references of the rows this file added, and of the other rows of their incidents: a newer state may name another order.
select distinct i.reference
from incident_rows i semi join (
    select incident_id from incident_rows where file_no = (select file_no from this_file)
) n using (incident_id)
