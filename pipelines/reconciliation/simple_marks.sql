-- What the texts may be read as that simply name one order: the reference, its day, its number where that may stand by itself, and the words in
-- front of it.
select payment_no, mark from simply_named
union all
select payment_no, mark_of_day from simply_named
union all
select payment_no, mark_of_number from simply_named where mark_of_number is not null
union all
select payment_no, unnest(marks) from simply_named
