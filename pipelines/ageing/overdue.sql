-- One row per finding about due dates: what is overdue, by logistic order (domain.md §4, Due dates), and orders that pay on due date though their
-- account is not trusted with that.
select 'OVERDUE' as code, 'ACTION' as severity, d.order_no, d.lo_no, least(b.outstanding, o.amount_outstanding) as amount, l.currency,
    'it fell due on ' || d.due_on || ', and is still owed' as message, 'ask for it' as suggested_action,
    d.due_on::timestamp at time zone time_zone() as business_at
from due_dates d join lo_balances b using (lo_no) join lo_dues l on l.lo_no = d.lo_no join collection_dates c on c.currency = l.currency
join order_states o on o.order_no = d.order_no
-- What is taken off in another part of the order is not owed in this one.
where b.outstanding > 0 and o.amount_outstanding > 0 and d.due_on + whole_days(overdue_grace_days()) <= c.judged_on
union all by name
select 'DUE_DATE_NOT_ALLOWED' as code, 'CHECK' as severity, d.order_no, o.amount_due as amount, o.currency,
    'the order is paid on its due date, and its account is not trusted with that' as message,
    'agree on another way to pay, or trust the account' as suggested_action, o.created_at as business_at
from lo_dues d left join account_now a using (account_id) join order_states o on o.order_no = d.order_no
where d.leads and d.payment_class = 'TRANSFER_ON_DUE_DATE' and o.live and o.balance_state not in ('PAID', 'OVERPAID', 'NOTHING_DUE')
    -- Who is not among the accounts is not trusted; where none were ever dropped, that alone is told.
    and not coalesce(a.trusted_for_due_date, false) and exists (from account_now)
