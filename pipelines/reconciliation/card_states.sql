-- One row per order (without a logistic reference) and per logistic order of it whose PSP operations say more than captures that
-- succeeded: what is still authorised, and how the newest attempt ended (domain.md §4). An authorisation counts until it is voided,
-- older than its term, or used up by the captures on it; the rests of several add up.
with interesting as (
    select * from operations semi join (
        select order_no from operations where kind in ('AUTHORIZATION', 'VOID') or kind = 'CAPTURE' and state <> 'SUCCEEDED'
    ) using (order_no)
),
scopes as (
    select order_no, null::integer as scope from interesting group by 1
    union all
    select l.order_no, l.lo_no from lo_states l semi join interesting using (order_no)
),
seen as (
    select s.scope, i.* from scopes s join interesting i on i.order_no = s.order_no
        and (s.scope is null or i.lo_no is null or i.lo_no = s.scope)
),
voids as (
    -- A void ends the authorisation of its payment, else the newest one of its order.
    select v.order_no, v.scope, coalesce(
        max_by(a.payment_no, a.occurred_at) filter (where a.psp_reference = v.psp_reference and a.provider = v.provider),
        max_by(a.payment_no, a.occurred_at)) as payment_no
    from seen v join seen a on a.order_no = v.order_no and a.scope is not distinct from v.scope and a.kind = 'AUTHORIZATION'
        and a.state = 'SUCCEEDED' and a.occurred_at <= v.occurred_at
    where v.kind = 'VOID' and v.state = 'SUCCEEDED' group by v.order_no, v.scope, v.payment_no
),
rests as (
    select s.order_no, s.scope, s.provider, s.psp_reference,
        coalesce(sum(s.amount) filter (where s.kind = 'AUTHORIZATION'), 0) - coalesce(sum(s.amount) filter (where s.kind = 'CAPTURE'), 0) as rest,
        min(s.occurred_at) filter (where s.kind = 'AUTHORIZATION') + authorization_days() as valid_until
    from seen s
    where s.state = 'SUCCEEDED' and (s.kind = 'CAPTURE' or s.kind = 'AUTHORIZATION' and s.occurred_at > as_of() - authorization_days()
        and not exists (select 1 from voids v where v.payment_no = s.payment_no and v.scope is not distinct from s.scope))
    group by 1, 2, 3, 4
),
held as (
    select order_no, scope, sum(rest)::decimal(18, 2) as authorised, min(valid_until) as valid_until from rests where rest > 0 group by 1, 2
),
attempts as (
    select order_no, scope, max_by(state, (occurred_at, payment_no)) filter (where state in ('SUCCEEDED', 'FAILED')) = 'FAILED'
            and not bool_or(state = 'SUCCEEDED') as refused,
        coalesce(max_by(state, (occurred_at, payment_no)) filter (where kind = 'CAPTURE') = 'FAILED', false) as capture_failed,
        max(occurred_at) filter (where state = 'FAILED') as failed_at
    from seen where kind in ('AUTHORIZATION', 'CAPTURE') group by 1, 2
)
select s.order_no, s.scope as lo_no, coalesce(h.authorised, 0)::decimal(18, 2) as authorised, h.valid_until,
    coalesce(a.refused, false) as refused, coalesce(a.capture_failed, false) as capture_failed, a.failed_at
from scopes s
left join held h on h.order_no = s.order_no and h.scope is not distinct from s.scope
left join attempts a on a.order_no = s.order_no and a.scope is not distinct from s.scope
