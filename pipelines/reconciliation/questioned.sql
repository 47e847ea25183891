-- The payments whose match stands and for which something their rules look at is another (domain.md §5, MATCH_QUESTIONED): they themselves, the
-- orders they look at, the names their texts may be read as, the line they undo, the other orders of an account, and what an earlier payment has
-- taught of their payer that nobody else taught before.
with stirring as (
    -- What is another, or was asked tonight and may have come out otherwise.
    select payment_no from touched_payments union select payment_no from asked_once
),
teaching as (
    select payment_no, order_no from matches semi join stirring using (payment_no) where status = 'MATCHED' and teaches_payer(rule)
    union
    select payment_no, order_no from answers semi join stirring using (payment_no) where status = 'MATCHED' and teaches_payer(rule)
    union
    select payment_no, order_no from told where not loosely
),
lessons as (
    select v.payer_iban, d.account_id, v.taken_on as booked_on
    from teaching t join steps.movements v using (payment_no) join lo_dues d on d.order_no = t.order_no and d.leads
),
news as {reconciliation/newly_taught},
others as (
    select order_no from changed_orders union select order_no from matches semi join stirring using (payment_no) where order_no is not null
    union select order_no from answers semi join stirring using (payment_no) where order_no is not null union select order_no from told
),
put as (
    select order_no, coalesce(counts, amount) as amount from matches where status = 'MATCHED'
    union all select order_no, coalesce(counts, amount) from answers where status = 'MATCHED' union all select order_no, amount from told
),
owed as materialized ({reconciliation/owed_by_others}),
fitting as ({reconciliation/may_fit}),
seen as (
    select payment_no from touched_payments
    union
    select payment_no from steps.sought_orders semi join others using (order_no)
    union
    select payment_no from steps.sought_marks where mark in (from renamed_marks)
    union
    -- An account that turns out to be the shop's own pays nothing.
    select payment_no from steps.movements where payer_iban in (select account_iban from steps.movements semi join touched_payments using (payment_no)
        where account_iban is not null)
    union
    select m.payment_no from steps.movements m join news n on n.payer_iban = m.payer_iban and n.booked_on < m.taken_on
    union
    select payment_no from movements where provider = 'BANK' and end_to_end_id in (
        select end_to_end_id from movements semi join touched_payments using (payment_no) where provider = 'BANK' and end_to_end_id is not null)
    union
    select payment_no from movements where provider = 'BANK' and bank_reference in (
        select bank_reference from movements semi join touched_payments using (payment_no) where provider = 'BANK' and bank_reference is not null)
    union
    select payment_no from movements where provider = 'BANK' and is_return and remittance in (
        select remittance from movements semi join touched_payments using (payment_no) where provider = 'BANK' and remittance is not null)
    union
    select s.payment_no from steps.sought_accounts s join steps.movements v using (payment_no)
    where s.account_id in (select account_id from fitting where is_odd)
        or (s.account_id, v.size) in (select (account_id, unnest([due, rest])) from fitting)
),
standing_matches as (from facts.standing_matches semi join seen using (payment_no)),
movements as (from steps.movements semi join seen using (payment_no))
select payment_no from {reconciliation/standing_ones}
