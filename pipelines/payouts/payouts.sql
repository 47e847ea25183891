-- One row per payout, held against the bank: what it should have brought, what it brought, and what is left over (domain.md §5, Payouts).
with arrived as (
    select p.provider, p.payout_reference, m.currency, sum(m.amount)::decimal(18, 2) as bank_amount, count(*) as lines,
        min_by(p.payment_no, (m.turn, m.booked_on, p.payment_no)) as bank_payment_no
    from payout_lines p join movements m using (payment_no) group by all
),
judged as (
    select e.*, a.bank_payment_no, a.bank_amount, a.lines,
        case when a.bank_amount is not null then case when abs(a.bank_amount - e.expected_amount) <= payout_tolerance() then 'MATCHED'
            else 'MISMATCH' end
            when e.expected_amount = 0 and not e.is_pending then 'NOTHING_DUE'
            when e.mode = 'aggregated' and not e.is_pending and e.paid_at + payout_days() <= as_of() then 'MISSING'
            when e.mode = 'aggregated' and e.stated is not null and e.operations > 0
                and abs(e.stated - e.expected_amount) > payout_tolerance() then 'MISMATCH'
            else 'WAITING' end as status
    from {payouts/expected} e left join arrived a using (provider, payout_reference, currency)
)
select provider, payout_reference, currency, mode, operations, stated, expected_amount, bank_payment_no, bank_amount, lines, paid_at,
    case when bank_amount is not null then bank_amount - expected_amount when status = 'MISSING' then -expected_amount
        when status = 'MISMATCH' then stated - expected_amount end::decimal(18, 2) as residual, status
from judged
