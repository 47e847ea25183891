-- The references of which the file gives an opening balance.
select distinct upper(order_reference) from opening_balances where file_no = (select file_no from this_file)
