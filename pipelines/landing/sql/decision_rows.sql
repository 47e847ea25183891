-- One row per decision that is new.
select (select file_no from this_file) as file_no, l.line_number, l.decision_id, l.action, l.payment_id, upper(l.order_reference) as reference,
    unless_in_capitals(l.order_reference) as written,
    l.amount::decimal(18, 2) as amount,
    case l.action when 'SET_LOGISTIC_STATUS' then replace(upper(l.value), 'CANCELLED', 'CANCELED')
        when 'SET_PAYMENT_STATUS' then replace(upper(l.value), 'OVERPAID', 'OVER_PAID')
        else l.value end as value, l.reason as decision_reason, l.decided_by, l.decided_at, l.row_digest as digest
from (select *, row_number() over (partition by decision_id order by line_number) as nth from landed) l
where l.nth = 1 and not exists (select 1 from decision_rows d where d.decision_id = l.decision_id)
