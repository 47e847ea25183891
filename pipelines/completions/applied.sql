-- One row per completion that was applied, of the logistic order that is called so today; `told_no` is the one it was then: what only Mirakl had told
-- of, before DJUST's export named it.
select a.order_no, coalesce(m.lo_no, a.lo_no) as lo_no, a.lo_no as told_no, a.shipped_at, a.due_at, a.applied_at, a.rule
from completions_applied a left join (select distinct own_no, lo_no from mirakl_los where own_no <> lo_no) m on m.own_no = a.lo_no
