-- One row per order of the file that tells something new, with the number of the logistic order that is called so, if it has one.
with known as (select reference, content from mirakl_orders where reference in (select upper(order_id) from landed))
select l.line_number, (select file_no from this_file) * 4294967296 + l.line_number as snapshot_no, l.order_id, upper(l.order_id) as reference,
    l.commercial_id, n.lo_no, n.order_no
from (select *, row_number() over (partition by order_id, content order by line_number) as nth from landed) l
left join lo_names n on n.logistic_reference = l.order_id
where l.nth = 1 and not exists (select 1 from known k where k.reference = upper(l.order_id) and k.content = l.content)
