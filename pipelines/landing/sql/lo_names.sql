-- One row per logistic order that was never met.
select lo_no, order_no, logistic_reference, lo_number from newcomers
