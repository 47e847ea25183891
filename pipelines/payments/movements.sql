-- One row per payment: a PSP operation in its newest state, or a bank line. `direction` is 1 for money in and -1 for money out,
-- `amount` carries it; `turn` is the order of one day: credits, then debits (domain.md §5). What somebody asserts is taken after all that
-- moved, so that it takes nothing away from the money that may replace it.
with events as (
    select * replace ({payments/known_kind} as kind) from psp_events where occurred_at <= as_of()
    qualify row_number() over {payments/newest_event} = 1
),
said as (
    -- What was asserted of an operation that is told itself by now.
    select payment_no, arg_max(amount, occurred_at) as said from psp_events
    where asserted and state = 'SUCCEEDED' and occurred_at <= as_of() and payment_no in (select payment_no from events where not asserted) group by 1
),
siblings as (
    -- The other rows of a payment are other payments' keys: they are looked up in the whole table.
    select provider, psp_reference, min(reference) as reference from facts.psp_events
    semi join (select provider, psp_reference from events where reference is null) using (provider, psp_reference)
    where reference is not null and occurred_at <= as_of() group by 1, 2 having min(reference) = max(reference)
),
-- A batch that is one line of a file, and in parts in another: the parts are the payments (formats.md §5). Told by the bank's reference, or,
-- where one of the two has none, by account, day and amount, if there is one of each. What stands beside the parts in their own file is
-- another payment.
batches as (
    select file_no, account_iban, booked_on, currency, batch_amount as amount, batch_reference, min(payment_no) as first_part
    from facts.bank_lines where batch_amount is not null and booked
    group by file_no, account_iban, booked_on, currency, batch_amount, batch_reference having sum(amount) = batch_amount
),
wholes as (
    select l.payment_no, l.bank_reference, b.batch_reference, count(distinct b.first_part) over same as several,
        count(distinct l.payment_no) over same as alike
    from facts.bank_lines l join batches b using (account_iban, booked_on, currency, amount)
    where l.booked and l.batch_amount is null
        and (l.payment_no, b.file_no) not in (select (payment_no, file_no) from facts.bank_lines where file_no in (select file_no from batches))
    window same as (partition by b.account_iban, b.booked_on, b.currency, b.amount)
),
apart as (
    select payment_no from wholes
    where bank_reference = batch_reference or (bank_reference is null or batch_reference is null) and several = 1 and alike = 1
),
first_lines as (
    select * from bank_lines where payment_no not in (from apart) and booked_on::timestamp at time zone time_zone() <= as_of()
    qualify row_number() over (partition by payment_no order by booked desc, file_no, line_number) = 1
),
added as (
    -- What another format tells of the same line: few payments have that.
    select payment_no, first(payer_name order by came) filter (where payer_name is not null) as payer_name,
        first(payer_iban order by came) filter (where payer_iban is not null) as payer_iban,
        first(structured_reference order by came) filter (where structured_reference is not null) as structured_reference,
        first(end_to_end_id order by came) filter (where end_to_end_id is not null) as end_to_end_id,
        first(bank_reference order by came) filter (where bank_reference is not null) as bank_reference,
        first(value_date order by came) filter (where value_date is not null) as value_date,
        list(distinct remittance order by length(remittance) desc, remittance) filter (where remittance is not null) as texts,
        first(original_amount order by came) filter (where original_amount is not null) as original_amount,
        bool_or(is_return or return_reason is not null) as is_return
    from (select *, (file_no, line_number) as came from bank_lines)
    where booked and payment_no in (select payment_no from bank_lines where booked group by 1 having count(*) > 1) group by 1
),
lines as (
    select l.* replace (
        coalesce(l.payer_name, a.payer_name) as payer_name, coalesce(l.payer_iban, a.payer_iban) as payer_iban,
        coalesce(l.structured_reference, a.structured_reference) as structured_reference,
        coalesce(l.end_to_end_id, a.end_to_end_id) as end_to_end_id, coalesce(l.bank_reference, a.bank_reference) as bank_reference,
        coalesce(l.value_date, a.value_date) as value_date, coalesce(l.remittance, a.texts[1]) as remittance,
        -- Another text is read as well.
        coalesce(l.remittance_joined, list_filter(a.texts, lambda text: text <> coalesce(l.remittance, a.texts[1]))[1]) as remittance_joined,
        coalesce(l.original_amount, a.original_amount) as original_amount,
        l.is_return or l.return_reason is not null or coalesce(a.is_return, false) as is_return
    )
    from first_lines l left join added a using (payment_no)
),
operations as (
    select e.payment_no, e.provider, e.psp_reference, e.event_id, e.kind, e.state, e.asserted, w.said,
        direction_of(e.kind) as direction,
        e.amount as size, e.currency, e.occurred_at as booked_at, (e.occurred_at at time zone time_zone())::date as booked_on,
        null::date as value_date,
        null as account_iban, e.payer_name, e.payer_iban, e.message as remittance, null as remittance_joined, null as structured_reference,
        null as end_to_end_id, null as bank_reference, coalesce(e.reference, s.reference) as order_field, false as is_return,
        null::decimal(18, 2) as original_amount, e.file_no, e.line_number
    from (
        select e.* replace (coalesce(o.kind, e.kind) as kind)
        from events e left join (select payment_no, kind from steps.operations where claims is not null) o using (payment_no)
    ) e left join said w using (payment_no) left join siblings s on e.reference is null and s.provider = e.provider
        and s.psp_reference = e.psp_reference
),
movements as (
    select * from operations
    union all by name
    select payment_no, 'BANK' as provider, false as asserted, null as kind, case when booked then 'SUCCEEDED' else 'PENDING' end as state,
        case when amount < 0 then -1 else 1 end as direction, abs(amount)::decimal(18, 2) as size, currency,
        booked_on::timestamp at time zone time_zone() as booked_at, booked_on, value_date, account_iban, payer_name, payer_iban, remittance,
        remittance_joined, structured_reference, end_to_end_id, bank_reference, is_return,
        original_amount, file_no, line_number
    from lines
)
select *, case when asserted then date '9999-12-31' else booked_on end as taken_on, (direction * size)::decimal(18, 2) as amount,
    case when direction = 1 then 0 else 1 end as turn,
    is_money(provider, kind, state, size) as matchable
from movements
