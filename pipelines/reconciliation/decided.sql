-- One row per undecided payment: what it is, what it pays or gives back, by which rule and why (domain.md §5). Reads `assumed`, what
-- the payments are taken to pay so far. Asked again until the answer is what was assumed, it is the answer of taking one payment
-- after the other, since every payment only depends on those before it.
with copies as (
    -- Exactly one other order of the account owes what was transferred.
    select u.payment_no from account_opens x join undecided u on u.payment_no = x.payment_no and u.size = x.open_amount group by 1 having count(*) = 1
),
targets as (
    select n.* exclude (payment_no), u.payment_no, u.kind as told_kind, u.provider, u.direction, u.size, u.amount, u.currency, u.payer_iban,
        u.booked_on, u.turn, u.place, u.set_aside, r.order_reference, i.logistic_reference, o.open_amount as order_open, o.order_currency, o.account_id,
        coalesce(least(l.open_amount, o.open_amount), o.open_amount) as open_here, p.accounts,
        c.payment_no is not null as copied,
        a.kind as original_kind, a.order_no as original_order, a.lo_no as original_lo, u.original_id, u.bank_says,
        u.booked_on - a.booked_on <= extract(epoch from return_days()) / 86400 and w.was_live and w.open_amount >= 0 as gives_back
    from undecided u
    left join named n using (payment_no)
    left join called_orders r on r.order_no = n.order_no
    left join called_los i on i.lo_no = n.lo_no
    left join open_amounts o on o.payment_no = u.payment_no and o.order_no = n.order_no and o.lo_no is null
    left join open_amounts l on l.payment_no = u.payment_no and l.order_no = n.order_no and l.lo_no = n.lo_no
    left join payers p on p.payment_no = u.payment_no
    left join copies c on c.payment_no = u.payment_no
    left join assumed a on a.payment_no = u.original_id
    left join open_amounts w on w.payment_no = u.payment_no and w.order_no = a.order_no and w.lo_no is null
),
ruled as (
    select *, case
        when order_no is null then 'NOTHING'
        when order_currency is distinct from currency then 'CURRENCY'
        when by_field then 'STRUCTURED'
        when broken_rf then 'BROKEN_RF'
        when not coalesce(by_text, false) then 'UNCERTAIN'
        when los > 1 and los_open = size then 'SEVERAL'
        when cut and open_here <> size then 'CUT'
        when copied then 'COPIED'
        when accounts is not null and not list_contains(accounts, account_id) and open_here <> size then 'VETO'
        when literal then 'EXACT'
        else 'NORMALISED' end as rule
    from targets
),
paid_before as (
    -- Money goes back to whoever paid the order; only debits ask.
    select distinct r.payment_no from ruled r join assumed b on b.order_no = r.order_no and b.payer_iban = r.payer_iban
        and b.kind in ('TRANSFER', 'CAPTURE') and (b.booked_on, b.turn, b.place) < (r.booked_on, r.turn, r.place)
    where r.direction = -1
),
witnessed as (
    select r.*, rule in ('STRUCTURED', 'EXACT', 'NORMALISED') as named_surely,
        payer_iban is not null and (list_contains(coalesce(accounts, []), account_id) or b.payment_no is not null) as paid_it
    from ruled r left join paid_before b using (payment_no)
),
kinds as (
    select *, case
        when provider <> 'BANK' then told_kind
        when set_aside is not null then 'OTHER'
        when direction = 1 and original_kind = 'REFUND' then 'REFUND_RETURN'
        when direction = 1 and original_kind = 'OTHER' then 'OTHER'
        when direction = 1 then 'TRANSFER'
        when original_kind = 'TRANSFER' and (bank_says or coalesce(gives_back, false)) then 'PAYMENT_RETURN'
        when original_kind = 'TRANSFER' and original_order is not null then 'REFUND'
        when named_surely and paid_it then 'REFUND'
        else 'OTHER' end as kind,
        provider = 'BANK' and set_aside is null and original_order is not null
            and (direction = 1 and original_kind = 'REFUND' or direction = -1 and original_kind = 'TRANSFER') as tied
    from witnessed
)
select payment_no, kind, case
        when kind = 'OTHER' then 'NOT_MATCHABLE'
        when tied or named_surely and kind <> 'PAYMENT_RETURN' then 'MATCHED'
        when kind = 'PAYMENT_RETURN' then 'NOT_MATCHABLE'
        else 'UNMATCHED' end as status,
    case when tied then original_order when kind <> 'OTHER' and named_surely then order_no end as order_no,
    case when tied then original_lo when kind <> 'OTHER' and named_surely then lo_no end as lo_no,
    amount, case when tied then 'STRUCTURED' when kind <> 'OTHER' and named_surely then rule end as rule,
    {reconciliation/explained} as explanation,
    case when tied or kind = 'PAYMENT_RETURN' then original_id end as returns_payment_no, payer_iban, booked_on, turn, place, currency,
    case when rule = 'CURRENCY' and not tied then order_no end as other_currency_order,
    not tied and (coalesce(names_unknown, false) or order_no is null and coalesce(field = 'the order field', false)) as names_unknown
from kinds
