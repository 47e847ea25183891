-- The references of the rows this file added.
select distinct reference from {table} where file_no = (select file_no from this_file) and reference is not null
