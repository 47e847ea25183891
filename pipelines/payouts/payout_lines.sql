-- One row per bank line that is a payout of a provider, or gives one back: told by a reference, end-to-end id or word of its text that is what the
-- payout is called; else by the provider's name, the currency and a window of days: equal amounts one after the other, then the nearest (domain.md
-- §5, Payouts).
with payouts as materialized {payouts/expected},
lines as (
    select payment_no, currency, direction, amount, size, booked_on, upper(end_to_end_id) as end_to_end_id, upper(bank_reference) as bank_reference,
        upper(structured_reference) as structured_reference,
        upper(concat_ws(' ', payer_name, remittance)) as text
    from movements where provider = 'BANK' and state = 'SUCCEEDED' and exists (from payouts)
        -- What a person puts against an order pays that.
        and payment_no not in (select payment_no from decisions_made where action = 'ASSIGN' and outcome = 'APPLIED')
),
names as (select distinct provider, payout_reference, currency, mode, expected_amount, upper(unnest(called)) as called
    from (select * replace (list_append(coalesce(called, []), payout_reference) as called) from payouts)),
naming as (
    -- What names a known order is no payout by what else stands in its text.
    select payment_no from (select payment_no, unnest(regexp_extract_all(text, order_reference())) as reference from lines)
    semi join known_references using (reference)
),
words as (
    select payment_no, currency, amount, unnest([end_to_end_id, structured_reference]) as word, true as by_field from lines
    union
    select payment_no, currency, amount, bank_reference, false from lines
    union
    select payment_no, currency, amount, unnest(regexp_extract_all(text, '[0-9A-Z][0-9A-Z_./-]+[0-9A-Z]')), false
    from lines anti join naming using (payment_no)
),
-- Lemonway calls what it pays out by an environment and the id, of which banks keep letters and digits (formats.md §4).
numbers as (select payment_no, currency, amount, unnest(regexp_extract_all(text, '[0-9]+')) as word from lines anti join naming using (payment_no)),
told as (
    select payment_no, provider, payout_reference, currency from (
        select w.payment_no, n.provider, n.payout_reference, n.currency, 1 as preference
        from words w join names n on n.called = w.word and n.currency = w.currency
        -- In a text a bare number of a few digits is any number.
        where by_field or regexp_matches(w.word, '[A-Z]') and regexp_matches(w.word, '[0-9]') or length(w.word) >= 8
        union
        select w.payment_no, n.provider, n.payout_reference, n.currency, 2
        from numbers w join names n on n.called = w.word and n.currency = w.currency and n.mode = 'wallet' and n.expected_amount = w.amount
        where length(w.word) >= 4
    )
    qualify preference = min(preference) over (partition by payment_no)
        and count(distinct (provider, payout_reference)) over (partition by payment_no, preference) = 1
),
unnamed as (
    -- What pays an order already, or names one, is no payout.
    select *, ' ' || regexp_replace(text, '[^0-9A-Z]+', ' ', 'g') || ' ' as spaced from lines
    where payment_no not in (select payment_no from told) and payment_no not in (select payment_no from standing_matches)
        and payment_no not in (from naming)
),
nearby as (
    select l.payment_no, p.provider, p.payout_reference, p.currency, abs(l.amount - p.expected_amount) as apart, abs(l.booked_on - p.paid_on) as days,
        p.paid_on, l.booked_on
    from (
        select *, (paid_at at time zone time_zone())::date as paid_on, ' ' || regexp_replace(upper(provider), '[^0-9A-Z]+', ' ', 'g') || ' ' as spaced
        from payouts
    ) p
    join unnamed l on l.currency = p.currency and l.direction = sign(p.expected_amount) and contains(l.spaced, p.spaced)
        and l.booked_on - p.paid_on between -1 and whole_days(payout_days())
    where (p.provider, p.payout_reference, p.currency) not in (select (provider, payout_reference, currency) from told)
        -- Of a wallet, money goes out to sellers as well: only the exact amount is ours.
        and (p.mode = 'aggregated' or l.amount = p.expected_amount)
    -- A provider's name may be a part of another's, who is meant then.
    qualify len(list_filter(list(p.spaced) over (partition by l.payment_no), lambda other: other <> p.spaced and contains(other, p.spaced))) = 0
),
equals as (
    -- Of several equal ones the k-th line is the k-th payout; ranks are taken within equal amounts.
    select e.payment_no, e.provider, e.payout_reference, e.currency
    from (
        select n.*, dense_rank() over (partition by n.provider, n.currency, l.amount order by n.paid_on, n.payout_reference) as nth_payout,
            dense_rank() over (partition by n.provider, n.currency, l.amount order by n.booked_on, n.payment_no) as nth_line
        from nearby n join lines l using (payment_no) where n.apart = 0
    ) e where e.nth_payout = e.nth_line
    qualify row_number() over (partition by e.payment_no order by e.provider, e.payout_reference) = 1
),
nearest as (
    select payment_no, provider, payout_reference from nearby
    where payment_no not in (select payment_no from equals) and (provider, payout_reference,
        currency) not in (select (provider, payout_reference, currency) from equals)
    qualify row_number() over (partition by payment_no order by apart, days, provider, payout_reference) = 1
        and row_number() over (partition by provider, payout_reference, currency order by apart, days, payment_no) = 1
),
found as (
    select distinct payment_no, provider, payout_reference from told
    union all
    select payment_no, provider, payout_reference from equals
    union all
    select payment_no, provider, payout_reference from nearest
)
from found
union all
-- What the bank took back, or brought again, by the id that it gave the payout.
select distinct l.payment_no, f.provider, f.payout_reference
from found f join lines o using (payment_no) join lines l on l.end_to_end_id = o.end_to_end_id and l.direction = -o.direction
    and l.size = o.size and l.currency = o.currency
where l.payment_no not in (select payment_no from found)
qualify count(distinct (f.provider, f.payout_reference)) over (partition by l.payment_no) = 1
