-- The transfers for which the other orders of an account are looked at (domain.md §5), and why: the order that is named owes nothing any more
-- (EXACT); a misread reference fits amount and payer (FUZZY); nothing is named, and the payer is known for one account (AMOUNT_PAYER).
select distinct n.payment_no, o.account_id, n.order_no, 'COPIED' as why
from named n join undecided u using (payment_no)
join open_amounts o on o.payment_no = n.payment_no and o.order_no = n.order_no and o.lo_no is null
where n.by_text and not n.by_field and u.provider = 'BANK' and u.direction = 1 and o.open_amount <= 0
union all
select distinct m.payment_no, o.account_id, m.order_no, 'FUZZY'
from misreadings m join undecided u using (payment_no) join payers p on p.payment_no = m.payment_no
join opens o on o.payment_no = m.payment_no and o.order_no = m.order_no and o.lo_no is not distinct from m.lo_no
where m.way = 'FUZZY' and o.order_currency = u.currency and o.open_here = u.size and p.for_one and p.for_account is not distinct from o.account_id
union all
select u.payment_no, p.for_account, null, 'AMOUNT_PAYER'
from undecided u join payers p using (payment_no)
where u.direction = 1 and u.provider = 'BANK' and u.set_aside is null and u.original_id is null and p.for_one and u.payment_no not in (
    select payment_no from named where order_no is not null or all_orders is not null
    -- What the text may have meant comes first, if there is a witness for it.
    union all select m.payment_no from misreadings m join undecided u using (payment_no)
        join opens o on o.payment_no = m.payment_no and o.order_no = m.order_no and o.lo_no is not distinct from m.lo_no
        left join payers p on p.payment_no = m.payment_no
    where m.way = 'STRUCTURED' or o.order_currency = u.currency
        and (o.open_here = u.size or p.for_one and p.for_account is not distinct from o.account_id))
