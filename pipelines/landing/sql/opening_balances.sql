-- One row per order of the file.
select (select file_no from this_file) as file_no, line_number, order_reference, received::decimal(18, 2) as received,
    refunded::decimal(18, 2) as refunded, written_off::decimal(18, 2) as written_off
from landed
