-- One row per undecided payment and order that it is put against, or that is suggested for it, or one without an order (domain.md §5). Asked again
-- until the answer is what was assumed, it is the answer of taking one payment after the other, since every payment only depends on those before it.
-- `waits` is what of the payment a person still has to find an order for.
with barred as (
    -- A person took it away from an order it would go to.
    select payment_no from (
        select payment_no, unnest(list_append(list_transform(coalesce(case when tied then original_parts when rule = 'MULTIPLE' then adds_up end, []),
            lambda part: part.order_no), order_no)) as order_no
        from ruled where payment_no in (select payment_no from banned)
    ) semi join banned using (payment_no, order_no)
),
verdicts as (
    select *, case when same_text then 'the same counterparty, text and amount' else 'the same end-to-end id and amount' end as tie, case
            when kind = 'OTHER' then 'NOT_MATCHABLE'
            when (tied or named_surely) and payment_no in (from barred) and payment_no not in (select payment_no from suggested) then 'TAKEN_AWAY'
            when tied and payment_no not in (from barred) then 'MATCHED'
            when kind = 'PAYMENT_RETURN' then 'NOT_MATCHABLE'
            when is_of_before then 'IGNORED'
            when named_surely and not unexplained and payment_no not in (from barred)
                and (direction = 1 or provider <> 'BANK' or paid_it) then 'MATCHED'
            when payment_no in (select payment_no from suggested) then 'SUGGESTED'
            else 'UNMATCHED' end as verdict
    from ruled
),
explained as (
    select payment_no, kind, order_no, lo_no, amount, size, payer_iban, booked_on, turn, place, currency, rule, tied,
        {reconciliation/explained} as explanation, case when verdict = 'TAKEN_AWAY' then 'UNMATCHED' else verdict end as status,
        case when (tied or kind = 'PAYMENT_RETURN') and verdict <> 'TAKEN_AWAY' then original_id end as returns_payment_no,
        case when rule = 'CURRENCY' and not tied then order_no end as other_currency_order,
        not tied and verdict <> 'MATCHED' and coalesce(names_unknown, false) as names_unknown,
        -- What is given back is what the original pays; the bank may have taken more.
        case when verdict <> 'MATCHED' then null when tied then original_parts
            when rule = 'MULTIPLE' then list_filter(adds_up, lambda part: part.amount > 0) end as parts
    from verdicts
),
apart as (select *, unnest(parts) as part, generate_subscripts(parts, 1) as nth from explained where parts is not null),
-- Where less came back than was paid, the first orders get theirs back first.
taken as (
    select a.*, least(abs(part.amount), size - coalesce(sum(abs(part.amount)) over (partition by a.payment_no order by nth
        rows between unbounded preceding and 1 preceding), 0)) as taken, o.order_currency
    from apart a left join opens o on o.payment_no = a.payment_no and o.order_no = a.part.order_no and o.lo_no is null
)
select payment_no, 1 as nth, null::bigint as way, kind, status, case when status = 'MATCHED' then order_no end as order_no,
    case when status = 'MATCHED' then lo_no end as lo_no, case when status = 'MATCHED' then amount else 0 end::decimal(18, 2) as amount,
    case when status = 'UNMATCHED' then amount else 0 end::decimal(18, 2) as waits, case when status = 'MATCHED' then rule end as rule, explanation,
    returns_payment_no, other_currency_order, names_unknown, payer_iban, booked_on, turn, place, currency
from explained where parts is null and status <> 'SUGGESTED'
union all by name
select payment_no, nth, kind, status, part.order_no, part.lo_no, (sign(part.amount) * taken)::decimal(18, 2) as amount,
    case when taken = abs(part.amount) then part.counts
        else round_money(part_of(part.counts, taken, abs(part.amount)), order_currency) end::decimal(18, 2) as counts,
    0::decimal(18, 2) as waits, case when tied then 'STRUCTURED' else rule end as rule, explanation, returns_payment_no, false as names_unknown,
    payer_iban, booked_on, turn, place, currency
from taken where taken > 0
union all by name
select payment_no, s.nth, s.way, e.kind, 'SUGGESTED' as status, s.order_no, s.lo_no, s.amount,
    case when s.nth = 1 then e.amount else 0 end::decimal(18, 2) as waits,
    s.rule, s.reason || '. Not matched by itself: ' || e.explanation as explanation, e.other_currency_order, e.names_unknown, e.payer_iban,
    e.booked_on, e.turn, e.place, e.currency
from suggested s join explained e using (payment_no) where e.status = 'SUGGESTED'
