-- The orders of the suppliers the file names: they may fall due on another day now.
select distinct s.order_no
from snapshots s semi join (select supplier_id from suppliers where file_no = (select file_no from this_file)) a using (supplier_id)
