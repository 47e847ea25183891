-- The accounts whose other orders this round looks at, and the amounts that it looks for there (domain.md §5): where an order is named that may owe nothing
-- any more (EXACT) because money came, its due was changed, or several payments name it; where a reference is misread (FUZZY); and where a payer
-- who is known names nothing (AMOUNT_PAYER).
with named as (
    select payment_no, order_no from spots where order_no is not null union select payment_no, order_no from structured
    union select payment_no, order_no from misreadings
),
silent as (
    select payment_no, payer_iban as iban from undecided where direction = 1 and payer_iban <> '' and payment_no not in (select payment_no from named)
),
paid as (
    select order_no, payment_no from facts.standing_matches semi join named using (order_no) union all select order_no, payment_no from answers union all select order_no, payment_no from told
),
emptied as (
    select n.payment_no, n.order_no from named n join paid o on o.order_no = n.order_no and o.payment_no <> n.payment_no
    union
    select payment_no, order_no from named semi join due_changes using (order_no)
    union
    select payment_no, order_no from named where order_no in (select order_no from named group by 1 having count(*) > 1)
    union
    select payment_no, order_no from named where order_no in (select order_no from lo_dues where due <= 0)
    union
    select payment_no, order_no from misreadings
),
payers as (select iban from silent),
known as (
    select distinct t.iban, d.account_id from ({reconciliation/lessons}) t join lo_dues d on d.order_no = t.order_no and d.leads
    union
    select iban, account_id from {reconciliation/told_payers}
),
looking as (
    select payment_no, account_id from emptied join lo_dues using (order_no) union all select payment_no, account_id from silent join known using (iban)
)
select distinct account_id, size from looking join undecided using (payment_no) where account_id is not null
