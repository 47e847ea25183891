-- The payments whose match stands and for which something their rules look at is another (domain.md §5, MATCH_QUESTIONED): they themselves, the orders
-- they look at, the names their texts may be read as, the line they undo, the other orders of an account, an earlier payment of their payer.
with stirring as (
    -- What is another, or was asked tonight and may have come out otherwise.
    select payment_no from touched_payments union select payment_no from asked_once
),
seen as (
    select payment_no from touched_payments
    union
    select payment_no from steps.sought_orders where order_no in (
        select order_no from changed_orders union all select order_no from matches semi join stirring using (payment_no) where order_no is not null
        union all select order_no from answers semi join stirring using (payment_no) where order_no is not null union all select order_no from told)
    union
    select payment_no from steps.sought_marks where mark in (from renamed_marks)
    union
    select m.payment_no from movements m join (select payer_iban, min(booked_on) as booked_on from movements semi join stirring using (payment_no) where payer_iban <> '' group by 1) t
        on t.payer_iban = m.payer_iban and t.booked_on < m.booked_on
    union
    select payment_no from movements where provider = 'BANK' and end_to_end_id in (
        select end_to_end_id from movements semi join touched_payments using (payment_no) where provider = 'BANK' and end_to_end_id is not null)
    union
    select payment_no from movements where provider = 'BANK' and bank_reference in (
        select bank_reference from movements semi join touched_payments using (payment_no) where provider = 'BANK' and bank_reference is not null)
    union
    select payment_no from steps.sought_accounts where account_id in (select account_id from lo_dues semi join changed_orders using (order_no))
),
standing_matches as (from facts.standing_matches semi join seen using (payment_no)),
movements as (from steps.movements semi join seen using (payment_no))
select payment_no from {reconciliation/standing_ones}
