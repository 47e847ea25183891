-- One row per logistic order of which a line's stated total or tax is not what it is made of, by more than rounding (domain.md §6, TAX_MISMATCH).
select 'TAX_MISMATCH' as code, 'CHECK' as severity, a.order_no, a.lo_no, sum(a.beyond)::decimal(18, 2) as amount, any_value(h.currency) as currency,
    count(*) || case when count(*) = 1 then ' line states' else ' lines state' end ||
        ' another total or tax than its price, tax and shipping give' as message,
    'compare the offer''s tax with the shop''s' as suggested_action, any_value(h.updated_at) as business_at
from line_amounts a join lo_states l using (lo_no) join snapshot_heads h using (snapshot_no)
where a.warning = 'TAX_MISMATCH' group by a.order_no, a.lo_no
