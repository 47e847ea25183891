-- One row per payment that is a finding by itself: it moved money and belongs to nobody, or might to somebody, or is in the wrong currency (domain.md
-- §7).
select p.payment_no,
    case when m.other_currency_order is not null then 'CURRENCY_MISMATCH' when m.status <> 'SUGGESTED' then 'UNMATCHED_PAYMENT'
        when p.payment_no in (select payment_no from matches where status = 'SUGGESTED' group by 1 having count(distinct (way, order_no)) > 1)
            then 'AMBIGUOUS_MATCH'
        else 'SUGGESTED_MATCH' end as code,
    case when m.other_currency_order is null and m.status = 'SUGGESTED' then 'CHECK'
        when m.other_currency_order is null and m.names_unknown and p.booked_at + unknown_reference_days() > as_of() then 'INFO'
            else 'ACTION' end as severity,
    case when m.other_currency_order is not null then m.other_currency_order when m.status = 'SUGGESTED' then m.order_no end as order_no,
    m.waits as amount, p.currency,
    case when m.status = 'MATCHED' then abs(m.waits) || ' of ' || p.size || ' is put against no order; of the rest: ' else '' end
        || m.explanation as message,
    case when m.other_currency_order is not null then 'exchange or return it'
        when m.status = 'SUGGESTED' and p.direction = -1 then 'decide which order it gives back' when m.status = 'SUGGESTED'
            then 'decide which order it pays'
        when p.direction = -1 then 'find its order, or ignore it' when m.status = 'MATCHED' then 'find an order for what is left, or return that'
        else 'find its order, or return it' end as suggested_action,
    p.booked_at as business_at
from movements p join matches m using (payment_no)
where m.nth = 1 and m.waits <> 0
    and not exists (select 1 from matches r where r.kind = 'PAYMENT_RETURN' and r.returns_payment_no = p.payment_no)
union all by name
select q.payment_no, 'MATCH_QUESTIONED' as code, 'INFO' as severity, q.order_no, v.amount, v.currency,
    'its match stands, and by what is known today: ' || q.explanation as message, 'see whether it is right' as suggested_action,
    v.booked_at as business_at
from questions q join movements v using (payment_no)
