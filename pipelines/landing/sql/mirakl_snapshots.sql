-- One row per new state of an order, as a snapshot. Its payment workflow says how it is paid (domain.md §2).
select p.snapshot_no, p.order_no, p.lo_no, (select count(*) from landed_parts t
    where t.line_number = l.line_number and t.kind = 'LINE')::integer as lines,
    (select file_no from this_file) as file_no, l.line_number, l.order_id as external_id, 'MIRAKL' as external_source, l.order_state as order_status,
    case l.payment_workflow when 'PAY_ON_DUE_DATE' then 'BANK_WIRE_ON_DUE_DATE' when 'NO_CUSTOMER_PAYMENT_CONFIRMATION' then 'NO_PAYMENT'
        else mirakl_payment_option() end as payment_option,
    l.customer_id as account_id, l.customer_id, coalesce(l.shop_id, l.shop_name) as supplier_id, l.currency, 1 as currencies,
    l.created_date as created_at, l.last_updated_date as updated_at, s.shipped_at, 'MIRAKL' as told_by
from landed l join placed p using (line_number)
left join (
    select line_number, max(moved_at) as shipped_at from landed_parts where kind = 'LINE' and line_counts(line_state) group by 1
) s using (line_number)
