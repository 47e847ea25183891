-- One row per currency: all settled money in and what became of it (contract.md §4). Every column is summed by itself, so that they need not add up.
with further as (select payment_no, sum(amount) as amount from matches where nth > 1 and status = 'MATCHED' group by 1),
answers as (
    -- Whatever a payment came to stands on its first row, but for the amounts of further parts.
    select payment_no, status, waits, returns_payment_no is not null as gives_back,
        case when status = 'MATCHED' then m.amount + coalesce(f.amount, 0) else 0 end as matched
    from matches m left join further f using (payment_no)
    where m.nth = 1 and payment_no not in (select payment_no from assertions where gives_way)
),
money as (
    select v.currency, v.amount, coalesce(m.status, 'NOT_MATCHABLE') as status, coalesce(m.matched, 0) as matched, coalesce(m.waits, 0) as waits,
        coalesce(m.gives_back, false) as gives_back
    from movements v left join answers m using (payment_no)
    where v.state = 'SUCCEEDED' and v.direction = 1 and v.kind is distinct from 'AUTHORIZATION'
),
-- Most parts are of money in, in one currency: those alone that are not are told from their payment.
most as (select mode(currency) as currency from movements),
apart as (select payment_no, currency, direction from movements where direction <> 1 or currency <> (from most)),
shared as (
    select coalesce(p.currency, m.currency) as currency, sum(a.paid) filter (where a.lo_no is not null) as allocated,
        sum(a.paid) filter (where a.lo_no is null) as unallocated
    -- What stood before the first load is no payment's.
    from allocations a left join apart p using (payment_no) cross join most m where a.payment_no <> 0 and coalesce(p.direction, 1) = 1 group by 1
)
select m.currency, sum(m.amount)::decimal(18, 2) as money_in, sum(m.matched)::decimal(18, 2) as matched,
    coalesce(sum(m.waits) filter (where m.status = 'SUGGESTED'), 0)::decimal(18, 2) as suggested,
    coalesce(sum(m.waits) filter (where m.status <> 'SUGGESTED'), 0)::decimal(18, 2) as unmatched,
    coalesce(sum(m.amount) filter (where m.status = 'IGNORED'), 0)::decimal(18, 2) as ignored,
    -- What the bank gave beyond the refund that came back is no customer's money either.
    coalesce(sum(case when m.status = 'NOT_MATCHABLE' then m.amount when m.gives_back then m.amount - m.matched end),
        0)::decimal(18, 2) as not_matchable,
    coalesce(any_value(s.allocated), 0)::decimal(18, 2) as allocated, coalesce(any_value(s.unallocated), 0)::decimal(18, 2) as unallocated
from money m left join shared s using (currency) group by m.currency
