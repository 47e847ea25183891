-- One row per undecided payment: what it names, what that owed, who pays, which line it undoes, and the first rule that holds or why none does
-- (domain.md §5). Reads `assumed`, what the payments are taken to pay so far.
with alike as (
    -- Other orders of the account that owe exactly what was transferred.
    select u.payment_no, count(*) as n from account_opens x join undecided u on u.payment_no = x.payment_no and u.size = x.open_amount
        and u.currency = x.order_currency group by 1
),
originals as (
    select a.payment_no, any_value(a.kind) as kind, any_value(a.booked_on) as booked_on, min(a.order_no) as order_no,
        any_value(a.payer_iban) as payer_iban,
        list({'order_no': a.order_no, 'lo_no': a.lo_no, 'amount': -a.amount, 'counts': case when a.counts <> a.amount then -a.counts end}
            order by a.nth) filter (where a.order_no is not null) as parts, sum(abs(a.amount)) filter (where a.order_no is not null) as size,
        any_value(a.place.size) as whole,
        -- What pays an order by transfer as well was no direct debit.
        bool_and(a.order_no in (select order_no from lo_dues where by_debit)) as by_debit
    from assumed a where a.payment_no in (select original_id from undecided) group by 1
),
refunded as (
    select u.payment_no, a.order_no, -sum(r.counts) as amount
    from undecided u join (select distinct payment_no, order_no from assumed where payment_no in (select original_id from undecided)) a
        on a.payment_no = u.original_id
    join assumed r on r.order_no = a.order_no and r.payment_no <> u.payment_no and r.kind in ('REFUND', 'REFUND_RETURN')
        and (r.booked_on, r.turn, r.place) < (u.booked_on, u.turn, u.place) group by 1, 2
),
still_owed as (
    -- Whether every order that the original pays was live, and would hold no more than all of what it owed without this line.
    select u.payment_no, bool_and(w.was_live and w.open_amount + coalesce(r.amount, 0) >= 0) as all_owe
    from undecided u join assumed a on a.payment_no = u.original_id
    join open_amounts w on w.payment_no = u.payment_no and w.order_no = a.order_no and w.lo_no is null
    left join refunded r on r.payment_no = u.payment_no and r.order_no = a.order_no group by 1
),
naming as (
    from named
    union all by name
    -- Refund tools copy the id of what they refund, whatever part of it they send (domain.md §5).
    select u.payment_no, true as by_field, o.order_no, o.parts[1].lo_no as lo_no, false as by_text, 'an id that it copies' as field,
        'that of ' || payment_id(u.original_id) as written, '' as rejected
    from undecided u join originals o on o.payment_no = u.original_id and len(o.parts) = 1
    where u.direction = -1 and u.payment_no not in (select payment_no from named)
),
targets as (
    select n.* exclude (payment_no), u.payment_no, u.kind as told_kind, u.provider, u.direction, u.size, u.amount, u.currency, u.payer_iban,
        u.booked_on, u.turn, u.place, u.of_field, u.set_aside, o.order_currency, o.account_id, o.order_open,
        coalesce(l.open_here, o.open_here) as open_here, p.for_one, p.for_account, k.iban is not null as pays_for_it,
        coalesce(c.n = 1, false) as copied,
        a.kind as original_kind, a.order_no as original_order, a.parts as original_parts, a.payer_iban as original_payer, a.size as original_size,
        a.whole as original_whole, a.by_debit as original_by_debit, u.original_id, u.bank_says, u.again, u.unequal, u.same_text,
        -- What the bank calls a return, and nothing is known that it could give back as a whole.
        u.returned and (u.original_id is null or case when u.direction = 1 then coalesce(a.kind, '') not in ('REFUND', 'OTHER')
            else u.unequal end) as unexplained,
        not u.again and not u.unequal and u.booked_on - a.booked_on <= whole_days(return_days()) and w.all_owe as gives_back
    from undecided u
    left join naming n using (payment_no)
    left join opens o on o.payment_no = u.payment_no and o.order_no = n.order_no and o.lo_no is null
    left join opens l on l.payment_no = u.payment_no and l.order_no = n.order_no and l.lo_no = n.lo_no
    left join payers p on p.payment_no = u.payment_no
    left join known_payers k on k.iban = u.payer_iban and k.account_id = o.account_id and k.since < u.booked_on
    left join alike c on c.payment_no = u.payment_no and c.payment_no in (select payment_no from looked_into where why = 'COPIED')
    -- Of a refund some may come back; no other credit of another amount undoes anything.
    left join originals a on a.payment_no = u.original_id
        and (not u.unequal or u.direction = -1 or a.kind = 'REFUND' and len(a.parts) = 1 and n.payment_no is null)
    left join still_owed w on w.payment_no = u.payment_no
),
ruled as (
    select *, case
        when order_no is null and all_orders is null then case when broken_rf then 'BROKEN_RF' else 'NOTHING' end
        when order_no is not null and order_currency is distinct from currency and not coalesce(in_currency, false) then 'CURRENCY'
        when by_field then 'STRUCTURED'
        when adds_up is not null then 'MULTIPLE'
        when not coalesce(by_text, false) or order_currency is distinct from currency then case when broken_rf then 'BROKEN_RF' else 'UNCERTAIN' end
        when cut and open_here <> size then 'CUT'
        when copied then 'COPIED'
        when for_one is not null and account_id is not null and not pays_for_it and open_here <> size then 'VETO'
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
misread as (
    -- One edit from a known reference, the exact amount, a payer of that account alone, and no other order of it that owes as much.
    select m.payment_no, any_value(m.order_no) as order_no, any_value(m.lo_no) as lo_no, any_value(m.written) as written
    from looked_into i join misreadings m on m.payment_no = i.payment_no and m.order_no = i.order_no
    where i.why = 'FUZZY' and i.payment_no not in (select payment_no from alike) group by 1 having count(*) = 1
),
witnessed as (
    select r.* replace (
            case when f.payment_no is not null then 'FUZZY' else r.rule end as rule, coalesce(f.order_no, r.order_no) as order_no,
            coalesce(f.lo_no, r.lo_no) as lo_no, coalesce(f.written, r.written) as written),
        coalesce(l.logistic_reference, n.order_reference) as called, r.payer_iban is not null
            and (r.pays_for_it or b.payment_no is not null
            or coalesce(r.payer_iban = r.original_payer, false)) as paid_it
    from ruled r left join paid_before b using (payment_no) left join misread f on f.payment_no = r.payment_no and r.rule = 'NOTHING'
    left join called_orders n on n.order_no = coalesce(f.order_no, r.order_no) left join called_los l on l.lo_no = coalesce(f.lo_no, r.lo_no)
)
select *, coalesce(all_orders is null and order_no is null
    and case when names_unknown then coalesce(unknown_since, booked_on) else of_field end < opening_date(), false) as is_of_before,
    rule in ('STRUCTURED', 'EXACT', 'NORMALISED', 'MULTIPLE', 'FUZZY') as named_surely,
    case
        when provider <> 'BANK' then told_kind
        when set_aside is not null then 'OTHER'
        when direction = 1 and original_kind = 'REFUND' and original_order is not null then 'REFUND_RETURN'
        when direction = 1 and (original_kind in ('REFUND', 'OTHER') or unexplained and rule = 'NOTHING') then 'OTHER'
        when direction = 1 then 'TRANSFER'
        -- A direct debit that is returned is a chargeback (domain.md §4).
        when original_kind = 'TRANSFER' and (bank_says or coalesce(gives_back, false))
            then case when original_by_debit then 'CHARGEBACK' else 'PAYMENT_RETURN' end
        -- What nobody's payment brought went back where it came from.
        when original_kind = 'TRANSFER' and original_order is null and rule = 'NOTHING' and direction = -1 and not again
            and not unequal then 'PAYMENT_RETURN'
        -- A refund that came back may go out again.
        when original_kind in ('TRANSFER', 'REFUND_RETURN') and original_order is not null then 'REFUND'
        -- Whatever names a known order may be a refund of it: a person says so where the counterparty is not known to have paid it.
        when rule <> 'NOTHING' and (rule <> 'BROKEN_RF' or all_orders is not null or payment_no in (select payment_no from misreadings)) then 'REFUND'
        else 'OTHER' end as kind,
    provider = 'BANK' and set_aside is null and original_order is not null
        and (direction = 1 and original_kind = 'REFUND' or direction = -1 and original_kind in ('TRANSFER', 'REFUND_RETURN')
            -- A refund goes to whoever paid; where the bank names nobody, the id it copies says so.
            and not unequal and (bank_says or coalesce(gives_back, false) or payer_iban is null or paid_it)) as tied
from witnessed
