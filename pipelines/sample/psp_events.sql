-- One row per event of the bulk's card payments: attempts, authorisations, captures when goods leave, and what came back.
with card as (
    select *, 'P' || number as payment, 'E' || number as event, draw(key, 13, 100) as lot, draw(key, 14, 1000) as back,
        case when gone_at is not null and due > 0 then gone_at + interval 1 hour end as captured_at,
        live_parts > 1 and option = 'CREDIT_CARD' and draw(key, 15, 5) = 0 as by_part
    from settled where class = 'card' and story <> 'ABANDONED'
),
told as (
    -- A first attempt with another card fails, now and then.
    select i, payment || 'A' as payment, event || '-0' as event, 'AUTHORIZATION' as kind, 'FAILED' as state, ordered as amount,
        authorised_at - interval 40 second as moment
    from card where option = 'CREDIT_CARD' and (lot < 2 or story = 'REFUSED')
    union all
    select i, payment || 'A', event || '-0', 'CAPTURE', 'FAILED', ordered, authorised_at
    from card where option = 'DIRECT_PAYMENT' and story = 'REFUSED'
    union all
    select i, payment, event || '-1', 'AUTHORIZATION', 'PENDING', ordered, authorised_at - interval 20 second
    from card where option = 'CREDIT_CARD' and story <> 'REFUSED' and lot between 2 and 4
    union all
    -- Reports hold captures above all; of authorisations that became a capture they show one in ten.
    select i, payment, event || '-1', 'AUTHORIZATION', 'SUCCEEDED', ordered, authorised_at
    from card where option = 'CREDIT_CARD' and story <> 'REFUSED' and (captured_at is null or by_part or lot < 10)
    union all
    select i, payment, event || '-2', 'CAPTURE', 'SUCCEEDED', due, captured_at
    from card where captured_at is not null and not by_part
    union all
    select c.i, payment, event || '-2' || d.n, 'CAPTURE', 'SUCCEEDED', d.due, d.gone_at + interval 1 hour
    from card c join dues d using (i) where captured_at is not null and by_part and d.due > 0 and d.gone_at is not null
    union all
    select i, payment, event || '-3', 'VOID', 'SUCCEEDED', ordered, least(ended_at + interval 10 minute, horizon())
    from card where option = 'CREDIT_CARD' and ended_at is not null and story <> 'REFUSED'
    union all
    select i, payment, event || '-4', 'REFUND', 'SUCCEEDED', share_of(due, 10 + draw(key, 16, 40)), captured_at + interval 50 hour
    from card where captured_at + interval 50 hour <= horizon() and not by_part and back < getvariable('card_refunds')
    union all
    select i, payment, event || '-5', 'CHARGEBACK', 'SUCCEEDED', due, captured_at + interval 120 hour
    from card where captured_at + interval 120 hour <= horizon() and not by_part
        and back between getvariable('card_refunds') and getvariable('card_refunds') + getvariable('chargebacks') - 1
)
select t.i, c.provider, t.payment, t.event, t.kind, t.state, t.amount, c.currency, c.reference, t.moment,
    case when t.kind = 'CAPTURE' and t.state = 'SUCCEEDED' then share_of(t.amount, 1.4) + 0.25::decimal(3, 2) end as fee,
    case when c.option = 'DIRECT_PAYMENT' then 'SEPA_DIRECT_DEBIT' else pick(['CB_VISA', 'MASTERCARD', 'CB_VISA', 'AMEX'], draw(c.key, 17, 4))
        end as method, null::varchar as payout,
    c.account_name as payer_name, case when c.option = 'DIRECT_PAYMENT' then c.payer_iban end as payer_iban,
    case when t.state = 'FAILED' then 'Refusée par la banque; "05 do not honour"' end as message,
    case when t.kind in ('REFUND', 'CHARGEBACK') then 'refund' else 'psp' end as noise
from told t join card c using (i)
