-- The share of a sample's orders, in per cent, that carry a finding to act on of which the truth says otherwise: what an order owes, what
-- was received for it and what given back. What was planted to be found is no part of it.
with truth as (
    select order_reference, amount_due::decimal(18, 2) as due, amount_received::decimal(18, 2) as received,
        amount_refunded::decimal(18, 2) as refunded
    from read_csv(getvariable('truth_of_orders'), delim = ';', all_varchar = true)
),
judged as (
    select order_reference, case code
            when 'OVERPAID' then received - refunded > due
            when 'REFUND_DUE' then received > refunded
            when 'PARTIALLY_PAID' then received > 0 and received < due
            when 'OVER_REFUNDED' then refunded > received
            when 'RECORDED_WITHOUT_MONEY' then received = 0
            when 'REFUSED_BUT_ACTIVE' then received = 0
            when 'CHARGEBACK' then true
            else received < due end as is_true
    from findings join truth using (order_reference) where state = 'OPEN' and severity = 'ACTION'
)
select 100.0 * count(distinct order_reference) filter (not is_true) / (select count(*) from truth) from judged
