-- The payments that are asked first in a night that knows the answers of the one before: those without an answer or whose match does not
-- stand yet, and those for whom anything their rules look at is another (domain.md §5): they themselves, the orders they look at, the
-- names their texts may be read as, what is known of their payer, the line they undo, the other orders of an account.
with beside as (
    select payment_no from touched_payments union select payment_no from matches semi join touched_orders using (order_no)
),
counterparties as (
    select payer_iban as iban from movements semi join beside using (payment_no) where payer_iban <> ''
    union select account_iban from movements semi join touched_payments using (payment_no) where account_iban is not null
),
others as (
    select order_no from touched_orders union select order_no from matches semi join touched_payments using (payment_no) where order_no is not null
),
-- The other orders of an account that may have owed as much as is looked for there.
fitting as (
    select d.account_id, d.due, d.order_no in (select order_no from due_changes) or m.order_no is not null as is_odd
    from (select order_no, any_value(account_id) filter (where leads) as account_id, sum(due) as due from lo_dues semi join others using (order_no) group by 1) d
    left join (
        select distinct m.order_no from (
            select order_no, coalesce(counts, amount) as amount from matches where status = 'MATCHED' union all select t.order_no, v.amount from told t join movements v using (payment_no)
        ) m join (select order_no, sum(due) as due from lo_dues semi join others using (order_no) group by 1) d using (order_no) where m.amount is distinct from d.due
    ) m on m.order_no = d.order_no
),
concerned as (
    select payment_no from touched_payments
    union select payment_no from sought_orders semi join others using (order_no)
    union select payment_no from sought_marks where mark in (from renamed_marks)
    union select payment_no from waiting where payer_iban in (select iban from counterparties)
    union select payment_no from movements where provider = 'BANK' and end_to_end_id in (
        select end_to_end_id from movements semi join touched_payments using (payment_no) where provider = 'BANK' and end_to_end_id is not null)
    union select payment_no from movements where provider = 'BANK' and bank_reference in (
        select bank_reference from movements semi join touched_payments using (payment_no) where provider = 'BANK' and bank_reference is not null)
    union select w.payment_no from sought_accounts s join waiting w using (payment_no) join fitting f on f.account_id = s.account_id where f.is_odd or f.due = w.size
)
select payment_no from waiting
where payment_no in (select payment_no from concerned) or payment_no not in (select payment_no from matches where status <> 'MATCHED')
