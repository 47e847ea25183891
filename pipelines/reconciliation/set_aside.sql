-- One row per bank line, among those that can be unsettled, that can be no payment of a customer, and why, before any rule is asked (domain.md §5).
with lines as (select payment_no, payer_iban, payer_name from unsettled where provider = 'BANK'),
reasons as (
    select payment_no, 1 as nth, 'payout ' || payout_reference || ' of ' || provider as reason from payout_lines semi join lines using (payment_no)
    union all
    select payment_no, 2, 'a transfer between own accounts' from lines
    where payer_iban is not null and (list_contains(own_accounts(), payer_iban) or payer_iban in (select account_iban from bank_lines))
    union all
    select payment_no, 3, 'the counterparty is set to be ignored' from lines
    where list_contains(ignored_counterparties(), payer_iban) or list_contains(ignored_counterparties(), upper(payer_name))
)
select payment_no, min_by(reason, nth) as reason from reasons group by 1
