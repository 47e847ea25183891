-- One row per payment, order and logistic order: which part of a payment is put against what (domain.md §4, Levels), each time anew
-- from the present dues. The fold takes the k-th payment of every order at once. A logistic reference that is null is credit no
-- logistic order needs.
with recursive owed as (
    select order_reference, sum(greatest(coalesce(due, 0), 0))::decimal(18, 2) as owed from lo_dues
    semi join (select order_reference from matches where status = 'MATCHED') using (order_reference) group by 1
),
covering as (
    -- Nine payments in ten are the only one of their order and cover all that it owes: there is nothing to share.
    select m.*, o.owed from matches m join owed o using (order_reference)
    where m.status = 'MATCHED' and m.amount >= o.owed
        and m.order_reference not in (select order_reference from matches where status = 'MATCHED' group by 1 having count(*) > 1)
),
psp_ties as (
    -- What a provider gives back or takes back belongs to the same payment of that provider.
    select u.payment_id, max_by(o.payment_id, (o.booked_at, o.payment_id)) as original_id
    from movements u
    join movements o on o.provider = u.provider and o.psp_reference = u.psp_reference and o.state = 'SUCCEEDED' and o.booked_at <= u.booked_at
        and o.kind = case u.kind when 'CHARGEBACK' then 'CAPTURE' when 'CHARGEBACK_REVERSAL' then 'CHARGEBACK' when 'REFUND_RETURN' then 'REFUND' end
    where u.kind in ('CHARGEBACK', 'CHARGEBACK_REVERSAL', 'REFUND_RETURN') and u.state = 'SUCCEEDED' and u.provider <> 'BANK' group by 1
),
queue as (
    select m.payment_id, m.order_reference, m.kind, m.rule, m.explanation, abs(cents(m.amount)) as size, sign(m.amount) as direction,
        m.logistic_reference, coalesce(m.returns_payment_id, t.original_id) as undoes,
        row_number() over (partition by m.order_reference order by v.booked_on,
            case when m.kind in ('PAYMENT_RETURN', 'REFUND_RETURN', 'CHARGEBACK_REVERSAL') then 2 else v.turn end, v.booked_at, v.value_date, v.size, m.payment_id) as seq,
        count(*) over (partition by m.order_reference) as n
    from (select * from matches where status = 'MATCHED') m anti join covering using (payment_id)
    join movements v using (payment_id) left join psp_ties t using (payment_id)
),
owing as (
    -- A list of structs sorted afterwards takes a fifth of the time of two lists with an order of their own.
    select order_reference, list_transform(sorted, lambda lo: lo.name) as los, list_transform(sorted, lambda lo: lo.due) as dues, by_card
    from (
        select order_reference, list_sort(list({'number': lo_number, 'name': logistic_reference, 'due': cents(greatest(coalesce(due, 0), 0))})) as sorted,
            bool_or(payment_class = 'CARD') as by_card
        from lo_dues semi join queue using (order_reference) group by 1
    )
),
walk as (
    select o.order_reference, 0::bigint as seq, o.los, o.dues, o.by_card, list_transform(o.dues, lambda due: 0::hugeint) as received,
        list_transform(o.dues, lambda due: 0::hugeint) as refunded, 0::hugeint as credit,
        []::struct(payment_id varchar, shares hugeint[], credit hugeint)[] as history
    from owing o
    union all
    select order_reference, seq, los, dues, by_card, case when refunds then received else plus(received, shares) end,
        case when refunds then plus(refunded, negated(shares)) else refunded end, (credit + rest)::hugeint,
        list_append(history, {'payment_id': payment_id, 'shares': shares, 'credit': rest::hugeint})
    from {reconciliation/shared_out}
),
ended as (select w.* from walk w join (select distinct order_reference, n from queue) q on q.order_reference = w.order_reference and q.n = w.seq),
parts as (
    select order_reference, h.payment_id, unnest(list_append(los, null)) as logistic_reference, unnest(list_append(h.shares, h.credit)) as part
    from (select order_reference, los, unnest(history) as h from ended)
)
select p.payment_id, p.order_reference, p.logistic_reference, money_of(p.part) as amount, q.kind, q.rule, 'MATCHED' as status, 1 as rank, q.explanation
from parts p join queue q using (order_reference, payment_id)
where p.part <> 0
union all
select c.payment_id, c.order_reference, d.logistic_reference, d.due, c.kind, c.rule, c.status, 1, c.explanation
from covering c join lo_dues d using (order_reference) where d.due > 0
union all
select payment_id, order_reference, null, (amount - owed)::decimal(18, 2), kind, rule, status, 1, explanation from covering where amount > owed
