-- One row per order (without a logistic reference) and per logistic order of it whose PSP operations say more than captures that
-- succeeded: what is still authorised, and how the newest attempt ended (domain.md §4). An authorisation counts until it is voided,
-- older than its term, or used up by the captures on it; the rests of several add up.
with recursive interesting as (
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
-- Authorisations that are voided, and several of one payment, are followed event by event.
tangled as (
    select distinct order_no, scope from seen where kind = 'VOID' and state = 'SUCCEEDED'
    union
    select distinct order_no, scope from seen where kind = 'AUTHORIZATION' and state = 'SUCCEEDED'
    group by order_no, scope, provider, psp_reference having count(*) > 1
),
steps as (
    select s.order_no, s.scope, s.kind, s.payment_no, s.occurred_at, [s.provider, s.psp_reference] as own, cents(s.amount) as size,
        bool_or(s.kind = 'AUTHORIZATION') over (partition by s.order_no, s.scope, s.provider, s.psp_reference order by s.occurred_at, s.kind, s.payment_no) as has_own,
        row_number() over (partition by s.order_no, s.scope order by s.occurred_at, s.kind, s.payment_no) as seq
    from seen s join tangled t on t.order_no = s.order_no and t.scope is not distinct from s.scope
    where s.state = 'SUCCEEDED' and s.kind in ('AUTHORIZATION', 'CAPTURE', 'VOID')
),
walk as (
    select order_no, scope, 0::bigint as seq, []::struct(payment_no ubigint, own varchar[], rest hugeint, since timestamptz)[] as held from tangled
    union all
    select w.order_no, w.scope, s.seq, case s.kind
        when 'AUTHORIZATION' then list_append(w.held, {'payment_no': s.payment_no, 'own': s.own, 'rest': s.size, 'since': s.occurred_at})
        -- A capture uses up what is held on its payment, the oldest first.
        when 'CAPTURE' then list_transform(w.held, lambda hold, i: {'payment_no': hold.payment_no, 'own': hold.own, 'since': hold.since,
            'rest': (hold.rest - forward(list_transform(w.held, lambda other: case when other.own = s.own then other.rest else 0 end::hugeint), s.size)[i])::hugeint})
        -- A void ends the authorisation of its payment, else the newest open one of its order (contract.md §3.3).
        else list_filter(w.held, lambda hold: hold.payment_no is distinct from
            list_filter(w.held, lambda other: other.rest > 0 and (not s.has_own or other.own = s.own))[-1].payment_no) end
    from walk w join steps s on s.order_no = w.order_no and s.scope is not distinct from w.scope and s.seq = w.seq + 1
),
followed as (
    select order_no, scope, unnest(held) as hold from (select order_no, scope, held from walk qualify row_number() over (partition by order_no, scope order by seq desc) = 1)
),
plain as (
    select s.order_no, s.scope,
        coalesce(sum(s.amount) filter (where s.kind = 'AUTHORIZATION'), 0) - coalesce(sum(s.amount) filter (where s.kind = 'CAPTURE'), 0) as rest,
        min(s.occurred_at) filter (where s.kind = 'AUTHORIZATION') + authorization_days() as valid_until
    from seen s
    where s.state = 'SUCCEEDED' and s.kind in ('AUTHORIZATION', 'CAPTURE')
        and not exists (select 1 from tangled t where t.order_no = s.order_no and t.scope is not distinct from s.scope)
    group by s.order_no, s.scope, s.provider, s.psp_reference
),
held as (
    select order_no, scope, sum(rest)::decimal(18, 2) as authorised, min(valid_until) as valid_until from (
        from plain union all select order_no, scope, money_of(hold.rest), hold.since + authorization_days() from followed
    ) where rest > 0 and valid_until > as_of() group by 1, 2
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
