-- One row per finding that holds now (domain.md §7), one per fact, of an order or of a logistic order.
with suspects as materialized (
    -- Most orders are no finding at all, and to look at eleven cases of each would take longer than all the rest.
    select o.*, coalesce(c.authorised, 0) as authorised, coalesce(c.capture_failed, false) as capture_failed, c.failed_at,
        tolerance(o.currency) as tol
    from order_states o left join card_states c on c.order_no = o.order_no and c.lo_no is null
    where o.balance_state in ('OVERPAID', 'PARTIALLY_PAID') or not o.live or o.amount_refunded > 0 or o.charged_back > 0 or c.capture_failed
        or o.payment_class in ('CARD', 'TRANSFER_BEFORE_ACCEPTANCE') and o.shipped and o.came < o.due_of_parts
        or o.payment_status = 'REFUSED' or o.payment_action = 'REVIEW' or o.currency = 'MIXED'
),
shipments as (
    select l.order_no, sum(d.due) filter (where l.shipped_since + capture_grace_hours() <= as_of()) as shipped_due,
        min(l.shipped_since) as shipped_since
    from (select * from lo_states semi join suspects using (order_no)) l join lo_dues d using (lo_no)
    where l.followed_status in ('SHIPPED', 'COMPLETED') group by 1
),
money as (
    select m.order_no, max(m.booked_at) filter (where m.amount > 0) as last_in, max(m.booked_at) filter (where m.kind = 'REFUND') as last_out,
        max(m.booked_at) filter (where m.kind = 'CHARGEBACK') as last_chargeback, sum(m.amount) filter (where m.kind = 'CAPTURE') as captured
    from (
        -- What stood on the order before the shop began with the suite is as old as the word of it.
        select a.*, coalesce(v.booked_at, o.counts_until) as booked_at from (select * from allocations semi join suspects using (order_no)) a
        left join movements v using (payment_no) left join openings o on o.order_no = a.order_no and a.payment_no = 0
    ) m group by 1
),
pending_refunds as (
    select order_no, sum(o.amount) as pending from operations o join suspects s using (order_no, currency)
    where o.kind = 'REFUND' and o.state = 'PENDING' group by 1
),
pictures as (
    select o.*, coalesce(d.shipped_due, 0) as shipped_due, d.shipped_since, m.last_in, m.last_out, m.last_chargeback,
        coalesce(m.captured, 0) as captured, coalesce(p.pending, 0) as pending_refund
    from suspects o left join shipments d using (order_no) left join money m on m.order_no = o.order_no
    left join pending_refunds p on p.order_no = o.order_no
),
of_orders as (
    select order_no, unnest([
        case when live and balance_state = 'OVERPAID' then told('OVERPAID', 'ACTION', amount_excess, last_in, 'more was paid than is owed',
            'return the excess or explain it') end,
        case when not live and net_received > 0 then told('REFUND_DUE', case when pending_refund >= net_received then 'CHECK' else 'ACTION' end,
            net_received, last_in, 'the order is not live any more and still holds money' ||
                case when pending_refund > 0 then '; a refund of ' || pending_refund || ' is announced' else '' end,
            case when pending_refund >= net_received then 'wait until the announced refund is paid' when pending_refund > 0
                then 'refund the customer what the announced refund leaves' else 'refund the customer' end) end,
        case when balance_state = 'PARTIALLY_PAID' then told('PARTIALLY_PAID',
            case when authorised >= amount_outstanding or payment_class = 'TRANSFER_ON_DUE_DATE'
            and coalesce(open_due_on > (as_of() at time zone time_zone())::date, true) then 'INFO' else 'ACTION' end,
            amount_outstanding, last_in, 'a part of what is owed was paid', 'ask for the rest, or write it off') end,
        case when amount_refunded > greatest(amount_received, 0) + tol then told('OVER_REFUNDED', 'ACTION',
            amount_refunded - greatest(amount_received, 0), last_out,
            'more was given back than ever came', 'claim it back') end,
        case when charged_back > 0 then told('CHARGEBACK', 'ACTION', charged_back, last_chargeback,
            'the customer took money back, by card or direct debit', 'contest it or accept it') end,
        -- What was written off is asked of nobody.
        case when capture_failed and amount_received < amount_due and amount_outstanding > 0 and live
            then told('CAPTURE_FAILED', 'ACTION', amount_outstanding, failed_at,
            'the newest capture failed', 'capture again or ask for another payment') end,
        case when payment_class in ('CARD', 'TRANSFER_BEFORE_ACCEPTANCE') and came + amount_written_off < shipped_due
            then told('SHIPPED_BEFORE_PAID', 'ACTION', shipped_due - came - amount_written_off, shipped_since,
            'goods left before they were paid', 'capture or claim the payment') end,
        case when payment_status = 'REFUSED' and accepted and live then told('REFUSED_BUT_ACTIVE', 'ACTION', amount_outstanding, failed_at,
            'the payment was refused and the order goes on', 'stop the order or get it paid') end,
        case when not live and authorised > 0 and captured = 0 then told('AUTH_TO_RELEASE', 'CHECK', authorised, updated_at,
            'an authorisation is still open on an order that is not live', 'release it') end,
        case when payment_action = 'REVIEW' then told('RECORDED_WITHOUT_MONEY', 'ACTION', amount_due, claimed_at,
            'the record says ' || recorded_payment_status || case when came > 0 then ', and what came was taken back'
                else ' and no money is found' end,
            case when came > 0 then 'correct the record' else 'find the payment or correct the record' end) end,
        case when currency = 'MIXED' then told('MIXED_CURRENCY_ORDER', 'ACTION', null, created_at, 'the order is in several currencies',
            'correct the order') end
    ]) as f, currency
    from pictures
),
of_los as (
    select l.order_no, l.lo_no, unnest([
        case when l.in_conflict then told('STATUS_CONFLICT', 'CHECK', null, l.conflict_since,
            'the record says ' || l.recorded_logistic_status || ', we say ' || l.logistic_status, 'decide which is right') end,
        case when l.recorded_logistic_status in ('PARTIALLY_SHIPPED', 'PARTIALLY_CANCELED') and not l.mirakl
                or l.recorded_logistic_status in ('WAITING_CUSTOMER_APPROVAL', 'DECLINED_BY_CUSTOMER') and not coalesce(a.requires_approval, true)
            then told('STATUS_NOT_APPLICABLE', 'INFO', null, h.updated_at, 'the record says ' || l.recorded_logistic_status ||
                ', which does not exist for such an order', 'correct the settings in DJUST') end,
        case when l.followed_status in ('PARTIALLY_SHIPPED', 'PARTIALLY_CANCELED') and l.followed_since + stale_days() <= as_of()
            then told('STALE_PARTIAL_SHIPMENT', 'CHECK', null, l.followed_since, 'partly shipped for long', 'ask the supplier for the rest') end,
        case when k.outcome = 'BLOCKED' and c.lo_no is null then told('COMPLETION_BLOCKED',
            case when k.reason like 'NO_SHIPMENT_DATE%' or k.reason like 'SHIPPED_AHEAD%' then 'ACTION' else 'INFO' end,
            null, coalesce(k.due_at, l.status_since), k.reason, 'remove what holds it') end,
        case when w.lo_no is not null then told('COMPLETION_CONTESTED', 'CHECK', null, c.applied_at,
            'it was completed, and a later word says that it should not have been', 'look at the order') end
    ]) as f
    from lo_states l join snapshot_heads h using (snapshot_no) left join account_now a on a.account_id = h.account_id
    left join completion_clock k on k.lo_no = l.lo_no
    left join completed c on c.lo_no = l.lo_no
    left join {findings/contested} w on w.lo_no = l.lo_no
    where l.in_conflict or l.followed_status in ('PARTIALLY_SHIPPED', 'PARTIALLY_CANCELED') or k.outcome = 'BLOCKED' or c.lo_no is not null
        or l.recorded_logistic_status in ('PARTIALLY_SHIPPED', 'PARTIALLY_CANCELED', 'WAITING_CUSTOMER_APPROVAL', 'DECLINED_BY_CUSTOMER')
),
illegal as (
    select order_no, lo_no, max_by(reason, seq) as reason, max(effective_at) as effective_at
    from fold f where source = 'STATUS_IMPORT' and verdict = 'REJECTED' and seq is not null and not exists (
        select 1 from fold n where n.lo_no = f.lo_no and n.seq > f.seq and n.verdict = 'APPLIED')
    group by 1, 2
)
select f.code, f.severity, order_no, null::integer as lo_no, null::ubigint as payment_no, f.amount,
    case when f.amount is not null then currency end as currency, f.message,
    f.suggested_action, f.business_at
from of_orders where f is not null
union all by name
select f.code, f.severity, order_no, lo_no, f.message, f.suggested_action, f.business_at from of_los where f is not null
union all by name
from {ageing/overdue}
union all by name
from {findings/tax_mismatches}
union all by name
select 'METHOD_STATUS_MISMATCH' as code, 'CHECK' as severity, order_no, amount_due as amount, currency,
    'the record says ' || recorded_payment_status || ', which an order paid so can''t be' as message, 'correct it in DJUST' as suggested_action,
    updated_at as business_at
from order_states
where recorded_payment_status <> payment_status and case payment_class when 'CARD' then recorded_payment_status = 'WAITING_PAYMENT'
    when 'NO_PAYMENT' then recorded_payment_status <> 'PAID' else recorded_payment_status in ('WAITING_AUTHORIZATION', 'REFUSED') end
union all by name
select 'AMOUNT_CHANGED_AFTER_PAYMENT' as code, 'INFO' as severity, order_no, amount, currency,
    'it owed ' || due_then || ' when its first money came' as message, 'see whether the customer knows' as suggested_action, updated_at as business_at
from {findings/changed_dues}
union all by name
select 'POSSIBLE_DOUBLE_PAYMENT' as code, 'CHECK' as severity, order_no, payment_no, amount, currency,
    'it is overpaid, and this payment came within ten days of another one of the same payer' as message,
    'ask the customer, or return it' as suggested_action, booked_at as business_at
from {findings/double_payments}
union all by name
select 'PSP_ASSERTION_MISMATCH' as code, 'ACTION' as severity, order_no, any_value(difference) as amount, any_value(currency) as currency,
    'what was asserted and the money that came differ' as message, 'ask who asserted it' as suggested_action, max(v.booked_at) as business_at
from assertions a join movements v using (payment_no) group by order_no having any_value(difference) <> 0
union all by name
select 'REFUND_NOT_SETTLED' as code, 'CHECK' as severity, order_no, amount, currency,
    'a refund was announced, and its money has not gone out' as message,
    'look for it at the provider or the bank' as suggested_action, announced_at as business_at
from {findings/announced_refunds}
union all by name
select 'AMOUNT_SOURCE_MISMATCH' as code, 'CHECK' as severity, d.order_no, d.lo_no, (d.full_due - m.due)::decimal(18, 2) as amount, d.currency,
    'DJUST says ' || d.full_due || ', Mirakl says ' || m.due as message, 'correct the one that is wrong' as suggested_action,
    m.updated_at as business_at
from mirakl_los m join lo_dues d using (lo_no)
where not m.created and m.newest = 1 and d.live and is_live(mirakl_status(m.order_state)) and d.payment_class <> 'NO_PAYMENT'
    and d.currency = m.currency and d.full_due <> m.due
union all by name
select 'ILLEGAL_TRANSITION' as code, 'INFO' as severity, order_no, lo_no, reason as message, 'correct the status file' as suggested_action,
    effective_at as business_at from illegal
