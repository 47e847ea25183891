-- The payments that are asked first in a night that knows the answers of the one before: those without an answer or whose match does not
-- stand yet, and those for whom anything their rules look at is another (domain.md §5): they themselves, the orders they look at, the
-- names their texts may be read as, what is known of their payer, the line they undo, the other orders of an account.
with beside as (
    -- Who taught, or may teach without being asked.
    select payment_no from matches where status = 'MATCHED' and teaches_payer(rule)
        and (payment_no in (from touched_payments) or order_no in (from touched_orders))
    union select payment_no from told union select payment_no from by_person semi join touched_payments using (payment_no)
),
counterparties as (
    select payer_iban as iban from movements semi join beside using (payment_no) where payer_iban <> ''
    union select account_iban from unsettled semi join touched_payments using (payment_no) where account_iban is not null
),
others as (
    select order_no from touched_orders union select order_no from matches semi join touched_payments using (payment_no) where order_no is not null
),
put as (
    select order_no, coalesce(counts, amount) as amount from matches where status = 'MATCHED' union all select order_no, amount from told
),
owed as materialized ({reconciliation/owed_by_others}),
fitting as ({reconciliation/may_fit}),
concerned as (
    select payment_no from touched_payments
    union select payment_no from sought_orders semi join others using (order_no)
    union select payment_no from sought_marks where mark in (from renamed_marks)
    union select payment_no from waiting where payer_iban in (select iban from counterparties)
    union select payment_no from movements where provider = 'BANK' and end_to_end_id in (
        select end_to_end_id from unsettled semi join touched_payments using (payment_no) where provider = 'BANK' and end_to_end_id is not null)
    union select payment_no from movements where provider = 'BANK' and bank_reference in (
        select bank_reference from unsettled semi join touched_payments using (payment_no) where provider = 'BANK' and bank_reference is not null)
    union select payment_no from movements where provider = 'BANK' and is_return and remittance in (
        select remittance from unsettled semi join touched_payments using (payment_no) where provider = 'BANK' and remittance is not null)
    union select w.payment_no from sought_accounts s join waiting w using (payment_no)
        where s.account_id in (select account_id from fitting where is_odd)
            or (s.account_id, w.size) in (select (account_id, unnest([due, rest])) from fitting)
)
select payment_no from waiting
where payment_no in (select payment_no from concerned) or payment_no not in (select payment_no from matches where status <> 'MATCHED')
