-- One row per place of an undecided payment's text and order it can be read as, and whether that is certain (domain.md §5): a place that is one known
-- order, with date and number apart; else the exact open amount, or a known payer where the reading is the only one.
with readings_of as (
    select s.*, u.size, o.open_here, o.account_id, coalesce(p.for_one and p.for_account is not distinct from o.account_id, false) as payer_known
    from spots s join undecided u using (payment_no)
    left join opens o on o.payment_no = s.payment_no and o.order_no = s.order_no and o.lo_no is not distinct from s.lo_no
    left join payers p on p.payment_no = s.payment_no
    -- Parts of a text joined without a blank are only read where the text with blanks names nobody.
    where s.field <> 2 or s.payment_no not in (select payment_no from spots where field = 1 and order_no is not null)
),
places as (
    -- An order and its logistic orders are one.
    select payment_no, field, spot_first, spot_last, count(order_no) as n, count(order_no) filter (where fits) as fitting
    from (
        select payment_no, field, spot_first, spot_last, order_no, bool_or(open_here = size) as fits
        from readings_of group by all
    ) group by all
)
select r.*, p.n, order_no is not null and not goes_on and case
        when n = 1 and strong and not by_amount then true
        when fitting = 1 then open_here = size
        else n = 1 and not by_amount and payer_known end as certain,
    n = 1 and strong and literal and not by_amount as exactly
from readings_of r join places p using (payment_no, field, spot_first, spot_last)
