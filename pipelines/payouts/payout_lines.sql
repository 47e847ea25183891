-- One row per bank line that is a payout of a provider, or gives one back: told by a reference, end-to-end id or word of its text that is what the payout
-- is called; else by the provider's name, the currency and a window of days, the nearest amount first (domain.md §5, Payouts).
with payouts as materialized {payouts/expected},
lines as (
    -- What pays an order already is no payout.
    select payment_no, currency, direction, size, booked_on, end_to_end_id, bank_reference, structured_reference, upper(coalesce(payer_name, '')) as payer, upper(coalesce(remittance, '')) as remittance
    from movements where provider = 'BANK' and state = 'SUCCEEDED' and exists (from payouts) and payment_no not in (select payment_no from standing_matches)
),
names as (select distinct provider, payout_reference, currency, upper(unnest(called)) as called from (select provider, payout_reference, currency, list_append(coalesce(called, []), payout_reference) as called from payouts)),
words as (
    select payment_no, currency, unnest(list_filter([upper(end_to_end_id), upper(bank_reference), upper(structured_reference)], lambda word: word is not null)) as word from lines
    union
    select payment_no, currency, unnest(regexp_extract_all(remittance, '[0-9A-Z][0-9A-Z_.-]{4,}[0-9A-Z]')) from lines
),
told as (
    select w.payment_no, n.provider, n.payout_reference from words w join names n on n.called = w.word and n.currency = w.currency
    qualify count(distinct (n.provider, n.payout_reference)) over (partition by w.payment_no) = 1
),
nearby as (
    select l.payment_no, p.provider, p.payout_reference, abs(l.size - p.expected_amount) as apart, abs(l.booked_on - (p.paid_at at time zone time_zone())::date) as days
    from payouts p join lines l on l.currency = p.currency and l.direction = 1 and contains(l.payer || ' ' || l.remittance, upper(p.provider))
        and l.booked_on - (p.paid_at at time zone time_zone())::date between -1 and whole_days(payout_days())
    where p.expected_amount > 0 and l.payment_no not in (select payment_no from told) and (p.provider, p.payout_reference) not in (select (provider, payout_reference) from told)
        -- Of a wallet, money goes out to sellers as well: only the exact amount is ours.
        and (p.mode = 'aggregated' or l.size = p.expected_amount)
),
nearest as (
    select payment_no, provider, payout_reference from nearby
    qualify row_number() over (partition by payment_no order by apart, days, provider, payout_reference) = 1
        and row_number() over (partition by provider, payout_reference order by apart, days, payment_no) = 1
)
select distinct payment_no, provider, payout_reference from told
union all
select payment_no, provider, payout_reference from nearest
