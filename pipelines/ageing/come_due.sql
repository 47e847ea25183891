-- The orders of which something falls due, or stops to, between what was known the night before and now of what came in.
with moved as (
    select currency, coalesce(n.judged_on, date '0001-01-01') as upto, coalesce(o.judged_on, date '0001-01-01') as since
    from fresh_rows n full join collection_dates o using (currency) where n.judged_on is distinct from o.judged_on
)
select distinct d.order_no
from due_dates d join lo_dues l using (lo_no) join moved m on m.currency = l.currency
where d.due_on between least(m.upto, m.since) - whole_days(overdue_grace_days()) and greatest(m.upto, m.since)
