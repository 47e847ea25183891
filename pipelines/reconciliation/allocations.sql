-- One row per payment, order and logistic order: which part of a payment is put against what (domain.md §4, Levels), each time anew
-- from the present dues. The fold takes the k-th payment of every order at once. A logistic order that is null is credit none needs.
with recursive matched as (
    select payment_no, nth, order_no, lo_no, kind, coalesce(counts, amount) as amount, amount as paid, counts is not null as exchanged,
        returns_payment_no from matches
    where status = 'MATCHED' and payment_no not in (select payment_no from assertions where gives_way)
),
-- What an order stood at when the shop began with the suite, less the payments that are a part of it and known: as if the rest had come, or gone,
-- before all others.
before_opening as (
    select m.order_no, coalesce(sum(m.amount) filter (where m.kind not in ('REFUND', 'REFUND_RETURN')), 0) as received,
        -coalesce(sum(m.amount) filter (where m.kind in ('REFUND', 'REFUND_RETURN')), 0) as refunded
    from matched m join movements v using (payment_no) join openings o using (order_no) where v.booked_at < o.counts_until group by 1
),
opening as (
    select o.order_no, greatest(o.received - coalesce(b.received, 0), 0) as received, greatest(o.refunded - coalesce(b.refunded, 0), 0) as refunded,
        generate_subscripts(o.parts, 1) as nth, unnest(o.parts) as part
    from openings o left join before_opening b using (order_no)
),
opening_parts as (
    select order_no, part.lo_no, nth,
        least(part.received, greatest(received - coalesce(sum(part.received) over before, 0), 0))::decimal(18, 2) as received,
        least(part.refunded, greatest(refunded - coalesce(sum(part.refunded) over before, 0), 0))::decimal(18, 2) as refunded
    from opening window before as (partition by order_no order by nth rows between unbounded preceding and 1 preceding)
),
paying as (
    select * from matched
    union all
    select 0::ubigint, nth, order_no, lo_no, 'TRANSFER', received, received, false, null from opening_parts where received > 0
    union all
    select 0::ubigint, 1000000 + nth, order_no, lo_no, 'REFUND', -refunded, -refunded, false, null from opening_parts where refunded > 0
),
owed as (
    select order_no, sum(greatest(coalesce(due, 0), 0))::decimal(18, 2) as owed from lo_dues
    semi join paying using (order_no) group by 1
),
covering as (
    -- Nine payments in ten are the only one of their order and cover all that it owes: there is nothing to share.
    select m.payment_no, m.nth, m.order_no, m.kind, m.amount, o.owed from paying m join owed o using (order_no)
    where m.amount >= o.owed and m.order_no not in (select order_no from paying group by 1 having count(*) > 1)
),
psp_originals as (
    -- What a provider gives back or takes back belongs to the same payment of that provider: to what names the same logistic order, if it names one.
    select u.payment_no, u.size, o.payment_no as original_id, o.size as original_size, o.booked_at, coalesce(m.lo_no = w.lo_no, false) as same_part,
        dense_rank() over (partition by w.order_no, w.lo_no, u.provider, u.psp_reference, u.kind, u.size order by u.booked_at, u.payment_no) as nth
    from movements u
    join movements o on o.provider = u.provider and o.psp_reference = u.psp_reference and o.state = 'SUCCEEDED' and o.booked_at <= u.booked_at
        and o.kind = case u.kind when 'CHARGEBACK' then 'CAPTURE' when 'CHARGEBACK_REVERSAL' then 'CHARGEBACK' when 'REFUND_RETURN' then 'REFUND' end
    join matched w on w.payment_no = u.payment_no join matched m on m.payment_no = o.payment_no and m.order_no = w.order_no
    where u.kind in ('CHARGEBACK', 'CHARGEBACK_REVERSAL', 'REFUND_RETURN') and u.state = 'SUCCEEDED' and u.provider <> 'BANK'
),
psp_ties as (
    -- That of its very amount, of several the k-th takes the k-th; else all of them.
    select payment_no, case when alike is null then originals else [alike[least(nth, len(alike))]] end as originals
    from (
        select payment_no, any_value(nth) as nth, list(original_id order by booked_at, original_id) as originals,
            list(original_id order by booked_at, original_id) filter (where original_size = size) as alike
        from (select * from psp_originals qualify same_part = bool_or(same_part) over (partition by payment_no)) group by payment_no
    )
),
queue as (
    select m.payment_no, m.nth, m.order_no, m.kind, abs(cents(m.amount)) as size, sign(m.amount) as direction,
        m.lo_no, case when m.returns_payment_no is not null then [m.returns_payment_no] else coalesce(t.originals, []) end as undoes,
        coalesce(v.provider <> 'BANK', true) as by_psp,
        row_number() over (partition by m.order_no order by coalesce(v.booked_on, date '0001-01-01'),
            case when m.kind in ('PAYMENT_RETURN', 'REFUND_RETURN', 'CHARGEBACK_REVERSAL') or m.returns_payment_no is not null then 2 else v.turn end,
            v.booked_at, v.value_date, v.size, m.payment_no, m.nth) as seq,
        count(*) over (partition by m.order_no) as n
    from paying m anti join covering using (order_no, payment_no, nth)
    left join movements v using (payment_no) left join psp_ties t using (payment_no)
),
owing as (
    -- A list of structs sorted afterwards takes a fifth of the time of two lists with an order of their own.
    select order_no, list_transform(sorted, lambda lo: lo.lo_no) as los, list_transform(sorted, lambda lo: lo.due) as dues, by_card, unit
    from (
        select order_no, list_sort(list({'due_on': case when payment_class <> 'CARD' then coalesce(due_on, date '9999-12-31') end,
            'number': lo_number, 'name': logistic_reference, 'lo_no': lo_no, 'due': cents(greatest(coalesce(due, 0), 0))})) as sorted,
            bool_or(payment_class = 'CARD') as by_card, cents(max(minor_unit(currency))) as unit
        from (select * from lo_dues semi join queue using (order_no)) join lo_names using (order_no, lo_no)
            left join due_dates using (order_no, lo_no) group by 1
    )
),
walk as (
    select o.order_no, 0::bigint as seq, o.los, o.dues, o.by_card, o.unit, list_transform(o.dues, lambda due: 0::hugeint) as received,
        list_transform(o.dues, lambda due: 0::hugeint) as refunded, 0::hugeint as credit, 0::hugeint as beyond,
        []::struct(payment_no ubigint, nth bigint, refunds boolean, place bigint, by_parts boolean, shares hugeint[], credit hugeint)[] as history
    from owing o
    union all
    select order_no, seq, los, dues, by_card, unit, case when filled > 0 then plus(case when refunds then received else plus(received, shares) end,
        fill) when refunds then received else plus(received, shares) end,
        case when refunds then minus(refunded, shares) else refunded end, (credit + rest - filled)::hugeint,
        (beyond + case when refunds then 0 else rest end - filled)::hugeint,
        list_append(history, {'payment_no': payment_no, 'nth': nth, 'refunds': refunds, 'place': place, 'by_parts': by_parts, 'shares': shares,
            'credit': rest::hugeint})
    from {reconciliation/shared_out}
),
ended as (select w.* from walk w join (select distinct order_no, n from queue) q on q.order_no = w.order_no and q.n = w.seq),
parts as (
    select order_no, h.payment_no, h.nth, unnest(list_append(los, null)) as lo_no, unnest(list_append(h.shares, h.credit)) as part
    from (select order_no, los, unnest(history) as h from ended)
),
shared as (
    select p.payment_no, p.nth, p.order_no, p.lo_no, money_of(p.part) as amount, q.kind
    from parts p join queue q using (order_no, payment_no, nth)
    where p.part <> 0
    union all
    select c.payment_no, c.nth, c.order_no, d.lo_no, d.due, c.kind
    from covering c join lo_dues d using (order_no) where d.due > 0
    union all
    select payment_no, nth, order_no, null, (amount - owed)::decimal(18, 2), kind from covering where amount > owed
),
-- A part in another currency than its order, told in that of the payment, in proportion.
exchanged as (
    select s.*, p.amount as whole, p.paid as all_paid, v.currency, coalesce(s.lo_no, 2147483647) as place
    from shared s join paying p using (payment_no, nth) join movements v using (payment_no) where p.exchanged
),
summed as (
    select *, round_money(part_of(all_paid, sum(amount) over (partition by payment_no, nth order by place), whole), currency)::decimal(18, 2) as upto
        from exchanged
)
select *, amount as paid from shared where payment_no not in (select payment_no from exchanged)
union all
select payment_no, nth, order_no, lo_no, amount, kind, (upto - coalesce(lag(upto) over (partition by payment_no, nth order by place),
    0))::decimal(18, 2) from summed
