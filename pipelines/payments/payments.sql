-- One row per payment: a PSP operation or a bank line, and what became of it (contract.md §4).
select format('pay_{:016x}', v.payment_no) as payment_id, v.provider, v.psp_reference, v.event_id,
    coalesce(m.kind, v.kind, case when v.direction = 1 then 'TRANSFER' else 'OTHER' end) as kind, v.state, v.amount, v.currency, v.booked_at, v.booked_on,
    v.value_date, v.account_iban, v.payer_name, v.payer_iban, v.remittance, v.end_to_end_id, v.bank_reference,
    coalesce(n.order_reference, v.order_field) as order_reference, case when r.payment_no is not null then 'NOT_MATCHABLE' else coalesce(m.status, 'NOT_MATCHABLE') end as match_status,
    case when m.status = 'MATCHED' and r.payment_no is null then m.amount else 0 end::decimal(18, 2) as amount_matched,
    coalesce(case when r.payment_no is not null then 'the money itself takes its place: ' || r.replaced_by end, m.explanation, {payments/told_by_field}, case when v.state <> 'SUCCEEDED' then 'it is ' || v.state || ', so no money moved'
        when v.size = 0 then 'an amount of 0' else 'a ' || v.kind || ' pays no order' end) as explanation,
    f.file_id, v.line_number
from steps.movements v
left join steps.matches m using (payment_no)
left join steps.operations s using (payment_no)
left join steps.assertions r on r.payment_no = v.payment_no and r.gives_way
left join facts.order_names n on n.order_no = coalesce(m.order_no, s.order_no)
join meta.read_files f on f.file_no = v.file_no
