-- One row per payment: a PSP operation or a bank line, and what became of it (contract.md §4).
with several as (
    select payment_no, sum(amount)::decimal(18, 2) as amount, count(distinct order_no) as orders from steps.matches
    where status = 'MATCHED' and payment_no in (select payment_no from steps.matches where nth > 1) group by 1
)
select format('pay_{:016x}', v.payment_no) as payment_id, v.provider, v.psp_reference, v.event_id,
    coalesce(m.kind, v.kind, case when v.direction = 1 then 'TRANSFER' else 'OTHER' end) as kind, v.state, v.amount, v.currency,
    v.booked_at, v.booked_on,
    v.value_date, v.account_iban, v.payer_name, v.payer_iban, v.remittance, v.end_to_end_id, v.bank_reference,
    coalesce(n.order_reference, v.order_field) as order_reference,
    case when r.payment_no is not null then 'NOT_MATCHABLE' when m.status = 'MATCHED' and m.waits <> 0 then 'PARTLY_MATCHED'
        else coalesce(m.status, 'NOT_MATCHABLE') end as match_status,
    case when m.status = 'MATCHED' and r.payment_no is null then coalesce(t.amount, m.amount) else 0 end::decimal(18, 2) as amount_matched,
    coalesce(case when r.payment_no is not null then 'the money itself takes its place: ' || r.replaced_by end, m.explanation,
        {payments/why_told}, case when v.state <> 'SUCCEEDED' then 'it is ' || v.state || ', so no money moved'
        when v.size = 0 then 'an amount of 0' else 'an operation of kind ' || v.kind || ' pays no order' end) as explanation,
    f.file_id, v.line_number
from steps.movements v
left join steps.matches m on m.payment_no = v.payment_no and m.nth = 1
left join several t on t.payment_no = v.payment_no
left join steps.operations s on s.payment_no = v.payment_no
left join steps.assertions r on r.payment_no = v.payment_no and r.gives_way
left join facts.order_names n on n.order_no = case when m.status = 'MATCHED' and coalesce(t.orders, 1) = 1 then m.order_no else s.order_no end
join meta.read_files f on f.file_no = v.file_no
