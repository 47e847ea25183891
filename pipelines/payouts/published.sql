-- One row per payout of a provider, held against the bank (contract.md §4).
select p.provider, p.payout_reference, p.currency, p.mode, p.operations, format('pay_{:016x}', p.bank_payment_no) as bank_payment_id,
    p.expected_amount, p.stated as stated_amount, p.bank_amount,
    p.residual, p.status, p.paid_at
from steps.payouts p
