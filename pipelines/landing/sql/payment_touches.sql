-- The payments this file added or told more of.
select distinct payment_no from {table} where file_no = (select file_no from this_file)
