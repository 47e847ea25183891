-- The orders of which the file tells something new.
select distinct order_no from mirakl_orders where file_no = (select file_no from this_file)
