-- Logistic orders with their number in the order, without their names.
select lo_no, order_no, lo_number from facts.lo_names
