-- One row per order that is named as a whole: the only logistic order a commercial reference can stand for in a status file, the only live one
-- (contract.md §3.2).
select order_no, case when count(*) = 1 then any_value(lo_no)
    when count(*) filter (where alive) = 1 then any_value(lo_no) filter (where alive) end as lo_no
from (
    select order_no, lo_no, order_status not in ('DECLINED_BY_CUSTOMER', 'DECLINED_BY_SUPPLIER', 'CANCELED') as alive
    from lo_snapshots where newest = 1 and order_no in (select order_no from namings where lo_no is null)
) group by 1
