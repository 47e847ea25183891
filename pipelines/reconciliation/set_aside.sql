-- Why a bank line can be no payment of a customer, before any rule is asked (domain.md §5); null where it can.
select case
    when m.provider <> 'BANK' then null
    when m.payment_no in (select payment_no from payout_lines) then (select 'payout ' || p.payout_reference || ' of ' || p.provider from payout_lines p where p.payment_no = m.payment_no)
    when list_contains(own_accounts(), m.payer_iban) or m.payer_iban in (select account_iban from bank_lines) then 'a transfer between own accounts'
    when list_contains(ignored_counterparties(), m.payer_iban) or list_contains(ignored_counterparties(), m.payer_name)
        then 'the counterparty is set to be ignored' end
