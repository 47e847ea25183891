-- The decisions this file added.
select decision_id from {table} where file_no = (select file_no from this_file)
