-- One row per refused row.
select f.file_id, f.feed, f.file_name, q.line_number, q.column_name, q.reason, q.raw_row
from meta.refused_rows q join meta.read_files f using (file_no)
