-- One row per commercial order that a customer paid by transfer: when, how much, and with what kind of noise. `leader` is the
-- order whose transfer it is: two orders of one account that come to be paid in reach of each other may share one.
with payable as (
    select *, case when class = 'acceptance' then pay_on
        else greatest(last_shipped_on + 1, due_on - draw(key, 12, 1 + delay * 6 // 10)) end as paid_on
    from settled where class in ('due', 'acceptance') and due > 0 and (class = 'acceptance' or all_shipped)
),
paid as (
    select * replace (case when noise = 'twin' and (class <> 'due' or due * 100 % 2 <> 0) then 'clean' else noise end as noise)
    from payable where paid_on <= getvariable('until')
),
ranked as (
    select *, (row_number() over (partition by a, own, class = 'due' and noise = 'clean' order by paid_on, i) - 1) // 2 as pair from paid
),
paired as (
    select *, class = 'due' and noise = 'clean' and count(*) over together = 2
        and max(paid_on) over together <= min(due_on) over together + 1
        and draw(key_of('several', a || '-' || own || '-' || pair), 1, 1000) < 48 as shared,
        min(i) over together as first_i, max(paid_on) over together as last_paid_on
    from ranked window together as (partition by a, own, class = 'due' and noise = 'clean', pair)
)
select i, key, number, reference, parts, account_name, payer_iban, currency, own, class, due,
    case when shared then 'several' else noise end as noise, case when shared then first_i else i end as leader,
    case when shared then last_paid_on else paid_on end as paid_on,
    case noise when 'partial' then share_of(due, 30 + draw(key, 13, 50)) when 'over' then due + greatest(share_of(due, 2 + draw(key, 13, 28)), 1.00)
        when 'twin' then share_of(due, 50) else due end::decimal(18, 2) as amount
from paired
