-- One row per payment that is a finding by itself: it moved money and belongs to nobody, or is in the wrong currency (domain.md §7).
select p.payment_no,
    case when m.other_currency_order is not null then 'CURRENCY_MISMATCH' else 'UNMATCHED_PAYMENT' end as code,
    case when m.other_currency_order is null and m.names_unknown and p.booked_at + unknown_reference_days() > as_of() then 'INFO' else 'ACTION' end as severity,
    coalesce(m.other_currency_order, m.order_no) as order_no, p.amount, p.currency, m.explanation as message,
    case when m.other_currency_order is not null then 'exchange or return it' else 'find its order, or return it' end as suggested_action, p.booked_at as business_at
from movements p join matches m using (payment_no)
where m.status = 'UNMATCHED' and (p.direction = 1 or p.provider <> 'BANK')
    and not exists (select 1 from matches r where r.kind = 'PAYMENT_RETURN' and r.returns_payment_no = p.payment_no)
