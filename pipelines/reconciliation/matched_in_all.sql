-- One row per payment that is matched: what of it is, in its own currency and as it counts for its orders. Few have several parts.
with further as (
    select payment_no, sum(amount) as amount, sum(coalesce(counts, amount)) as counted from steps.matches
        where nth > 1 and status = 'MATCHED' group by 1
)
select payment_no, m.amount + coalesce(f.amount, 0) as amount, coalesce(m.counts, m.amount) + coalesce(f.counted, 0) as counted
from steps.matches m left join further f using (payment_no) where m.nth = 1 and m.status = 'MATCHED'
