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
-- Money in another currency holds nothing of the order (domain.md §4); of one in several currencies nobody can say.
currencies as (
    select l.order_no, case when min(h.currency) = max(h.currency) then min(h.currency) end as order_currency
    from lo_states l join snapshot_heads h using (snapshot_no) where l.order_no in (select order_no from interesting) group by 1
),
-- What is held is held for the order, or for the logistic order that the authorisation names. Authorisations that are voided, and several of one
-- payment, are followed event by event.
events as materialized (
    -- A capture that is told before its authorisation comes after it.
    select order_no, lo_no, kind, payment_no, occurred_at, [provider, psp_reference] as own, amount,
        case when kind = 'CAPTURE' then greatest(occurred_at,
            min(occurred_at) filter (where kind = 'AUTHORIZATION') over (partition by order_no, provider, psp_reference))
                else occurred_at end as taken_at
    from interesting join currencies using (order_no)
    where state = 'SUCCEEDED' and (kind = 'VOID' or kind in ('AUTHORIZATION', 'CAPTURE') and coalesce(currency = order_currency, true))
),
tangled as (
    select order_no from events where kind = 'VOID'
    union
    select order_no from events where kind = 'AUTHORIZATION' group by order_no, own having count(*) > 1
),
steps as materialized (
    select order_no, lo_no, kind, payment_no, occurred_at, own, cents(amount) as size,
        bool_or(kind = 'AUTHORIZATION') over (partition by order_no, own order by taken_at, kind, payment_no)
            -- One that failed or was given up is its payment's all the same.
            or (order_no, own) in (select (order_no, [provider, psp_reference]) from interesting
                where kind = 'AUTHORIZATION' and state <> 'SUCCEEDED') as has_own,
        row_number() over (partition by order_no order by taken_at, kind, payment_no) as seq
    from events semi join tangled using (order_no)
),
walk as (
    select order_no, 0::bigint as seq, []::struct(payment_no ubigint, lo_no integer, own varchar[], rest hugeint,
        since timestamptz)[] as held from tangled
    union all
    select order_no, seq, case kind
        when 'AUTHORIZATION' then list_append(held, {'payment_no': payment_no, 'lo_no': lo_no, 'own': own, 'rest': size, 'since': occurred_at})
        when 'CAPTURE' then list_transform(held, lambda hold, i: {'payment_no': hold.payment_no, 'lo_no': hold.lo_no, 'own': hold.own,
            'rest': (hold.rest - used[i])::hugeint,
            'since': hold.since})
        else list_filter(held, lambda hold: hold.payment_no is distinct from ended) end
    from (
        select *, forward(open_ones, size) as used from (
            select w.held, s.*,
                -- A capture uses up what is held on its payment, the oldest first, but for what had run out.
                list_transform(w.held, lambda hold: case when hold.own = s.own and hold.since + authorization_days() > s.occurred_at then hold.rest
                    else 0 end::hugeint) as open_ones,
                -- A void ends the authorisation of its payment, else the newest open one of its order (contract.md §3.3).
                list_filter(w.held, lambda hold: hold.rest > 0 and (not s.has_own or hold.own = s.own))[-1].payment_no as ended
            from walk w join steps s on s.order_no = w.order_no and s.seq = w.seq + 1
        )
    )
),
followed as (
    select order_no, unnest(held) as hold from (select order_no, held from walk
        qualify row_number() over (partition by order_no order by seq desc) = 1)
),
rests as (
    select order_no, any_value(lo_no) filter (where kind = 'AUTHORIZATION') as lo_no,
        coalesce(sum(amount) filter (where kind = 'AUTHORIZATION'), 0) - coalesce(sum(amount) filter (where kind = 'CAPTURE'), 0) as rest,
        min(occurred_at) filter (where kind = 'AUTHORIZATION') + authorization_days() as valid_until
    from events where order_no not in (select order_no from tangled) group by order_no, own
    union all
    select order_no, hold.lo_no, money_of(hold.rest), hold.since + authorization_days() from followed
),
held as (
    select s.order_no, s.scope, sum(r.rest)::decimal(18, 2) as authorised, min(r.valid_until) as valid_until
    from scopes s join rests r on r.order_no = s.order_no and (s.scope is null or r.lo_no is null or r.lo_no = s.scope)
    where r.rest > 0 and r.valid_until > as_of() group by 1, 2
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
