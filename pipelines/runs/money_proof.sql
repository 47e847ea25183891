-- One row per currency: all settled money in and what became of it (contract.md §4). Every column is summed by itself, so that they need not add up.
with answers as (
    select payment_no, min(status) filter (where nth = 1) as status, sum(amount) filter (where status = 'MATCHED') as amount, sum(waits) as waits,
        bool_or(returns_payment_no is not null) as gives_back
    from matches where payment_no not in (select payment_no from assertions where gives_way) group by 1
),
money as (
    select v.currency, v.amount, coalesce(m.status, 'NOT_MATCHABLE') as status, coalesce(m.amount, 0) as matched, coalesce(m.waits, 0) as waits, coalesce(m.gives_back, false) as gives_back
    from movements v left join answers m using (payment_no)
    where v.state = 'SUCCEEDED' and v.direction = 1 and v.kind is distinct from 'AUTHORIZATION'
),
shared as (
    select v.currency, sum(a.paid) filter (where a.lo_no is not null) as allocated, sum(a.paid) filter (where a.lo_no is null) as unallocated
    from allocations a join movements v using (payment_no) where v.direction = 1 group by 1
)
select m.currency, sum(m.amount)::decimal(18, 2) as money_in, sum(m.matched)::decimal(18, 2) as matched,
    coalesce(sum(m.waits) filter (where m.status = 'SUGGESTED'), 0)::decimal(18, 2) as suggested,
    coalesce(sum(m.waits) filter (where m.status <> 'SUGGESTED'), 0)::decimal(18, 2) as unmatched,
    coalesce(sum(m.amount) filter (where m.status = 'IGNORED'), 0)::decimal(18, 2) as ignored,
    -- What the bank gave beyond the refund that came back is no customer's money either.
    coalesce(sum(case when m.status = 'NOT_MATCHABLE' then m.amount when m.gives_back then m.amount - m.matched end), 0)::decimal(18, 2) as not_matchable,
    coalesce(any_value(s.allocated), 0)::decimal(18, 2) as allocated, coalesce(any_value(s.unallocated), 0)::decimal(18, 2) as unallocated
from money m left join shared s using (currency) group by m.currency
