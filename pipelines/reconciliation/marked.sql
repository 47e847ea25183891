-- Every known name by its marks: where zeros were dropped it has two.
select reference, tidied, order_no, lo_no, rank, mark from known_references
union all
select reference, tidied, order_no, lo_no, rank, mark_with_zeros from known_references where mark_with_zeros is not null
