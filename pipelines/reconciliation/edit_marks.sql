-- The marks of what an unknown reference has in common with every name at one edit from it: by these it is found when such a name comes.
select distinct payment_no, mark_of(text) as mark from (select payment_no, unnest(one_less(squeezed)) as text from unknown_references)
