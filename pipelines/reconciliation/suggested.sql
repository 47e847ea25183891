-- One row per way to match an undecided payment that only a person may take, at most three of a payment, the best first: the amount fits, the payer
-- is known, it stands there literally (domain.md §5). A split over several orders is one way of as many rows.
with bereft as (
    -- A person took one of several away; the others are named all the same.
    select payment_no, order_no from (select payment_no, unnest(adds_up).order_no as order_no from ruled
        where rule = 'MULTIPLE' and payment_no in (select payment_no from banned))
    semi join banned using (payment_no, order_no)
),
open_ones as (
    select * from ruled where set_aside is null and not tied and not is_of_before and kind <> 'PAYMENT_RETURN' and provider is not null
        and (direction = 1 and (not named_surely or unexplained or payment_no in (select payment_no from bereft))
            and original_kind is distinct from 'OTHER' or direction = -1 and kind = 'REFUND' and not tied
            and not (named_surely and paid_it and not unexplained))
),
members as (
    select payment_no, unnest(s.members) as m, generate_subscripts(s.members, 1) as nth, len(s.members) as n
    from several s semi join (select payment_no from open_ones where rule in ('UNCERTAIN', 'BROKEN_RF') and direction = 1) using (payment_no)
        where s.is_apart and s.in_one_currency
            -- Where a person took one of them away, the others are named one by one.
            and s.payment_no not in (
                select payment_no from (select payment_no, unnest(members).order_no as order_no from several)
                    semi join banned using (payment_no, order_no))
),
filled as (
    -- In the order in which they stand there, and the other way round; the last one takes what is left.
    select m.payment_no, m.m.order_no as order_no, m.m.lo_no as lo_no, m.n, o.size, greatest(m.m.amount, 0) as room, w.way,
        case w.way when 1 then m.nth else m.n + 1 - m.nth end as nth
    from members m join open_ones o using (payment_no) cross join (values (1), (2)) w(way)
),
taken as (
    select *, greatest(size - coalesce(sum(room) over (partition by payment_no, way order by nth rows between unbounded preceding and 1 preceding),
        0), 0) as rest from filled
),
parted as (
    select payment_no, way, order_no, lo_no, room, nth, case when nth = n then rest else least(room, rest) end as amount from taken
),
same_ways as (
    select payment_no from (
        select payment_no, list((order_no, lo_no, amount) order by order_no, lo_no) as parts from parted where amount > 0 group by payment_no, way
    ) group by 1 having count(distinct parts) = 1
),
split as (
    -- As many ways as make three rows, and one in any case.
    select payment_no, way, order_no, lo_no, room, nth, amount from parted
    where amount > 0 and (way = 1 or payment_no not in (select payment_no from same_ways))
    qualify way = 1 or count(*) over (partition by payment_no) <= 3
),
found as (
    -- What stands in the text and is not certain.
    select c.payment_no, c.order_no, c.lo_no, case when o.rule = 'BROKEN_RF' then 'STRUCTURED'
        when o.names_unknown or o.rule = 'MULTIPLE' or o.several_orders > 1 and s.is_apart then 'MULTIPLE' else 'NORMALISED' end as rule,
        case when (o.names_unknown or o.rule = 'MULTIPLE') and c.open_here > 0 then least(c.open_here, o.size) else o.size end as amount,
        case when c.literal then 1 else 2 end as preference, 'the text says ' || c.written as why
    from candidates c join open_ones o using (payment_no) left join several s on s.payment_no = c.payment_no
    where c.order_no is not null and o.rule in ('UNCERTAIN', 'BROKEN_RF', 'MULTIPLE') and c.payment_no not in (select payment_no from split)
    union all
    select s.payment_no, s.order_no, s.lo_no, case when o.names_unknown then 'MULTIPLE' when o.goes_on then 'NORMALISED' else 'STRUCTURED' end,
        o.size, 0, s.field || ' says ' || s.written
    from structured s join open_ones o using (payment_no) where o.rule in ('UNCERTAIN', 'BROKEN_RF')
        and s.payment_no not in (select payment_no from split)
    union all
    -- What is named for certain, and speaks against itself.
    select payment_no, order_no, lo_no, case when by_field then 'STRUCTURED' when literal then 'EXACT' else 'NORMALISED' end, size, 1,
        field || ' says ' || written
    from open_ones where order_no is not null and (rule in ('CUT', 'COPIED', 'VETO') or (direction = -1 or unexplained)
        and rule in ('STRUCTURED', 'EXACT', 'NORMALISED'))
    union all
    -- A refund of what paid several orders may be of any of them.
    select payment_no, unnest(list_transform(original_parts, lambda part: part.order_no)), null, 'STRUCTURED', size, 1,
        'the end-to-end id is that of ' || payment_id(original_id)
    from open_ones where direction = -1 and rule = 'NOTHING' and len(original_parts) > 1
    union all
    select x.payment_no, x.order_no, null, case when o.literal then 'EXACT' else 'NORMALISED' end, o.size, 0, 'it is of the same account'
    from account_opens x join open_ones o on o.payment_no = x.payment_no and o.size = x.open_amount where o.rule = 'COPIED'
    union all
    select m.payment_no, m.order_no, m.lo_no, m.way, o.size, 3, case m.way when 'FUZZY' then 'one edit from ' || m.written
        else m.written || ' would be its RF reference' end
    from misreadings m join open_ones o using (payment_no)
    join opens w on w.payment_no = m.payment_no and w.order_no = m.order_no and w.lo_no is not distinct from m.lo_no
    where w.order_currency = o.currency and (m.way = 'STRUCTURED' and o.rule = 'BROKEN_RF' or m.way = 'FUZZY' and o.rule = 'NOTHING'
        and (w.open_here = o.size or o.for_one and o.for_account is not distinct from w.account_id))
    union all
    select x.payment_no, any_value(x.order_no), null, 'AMOUNT_PAYER', any_value(o.size), 4, 'it is an order of the payer''s account'
    from account_opens x join open_ones o on o.payment_no = x.payment_no and o.size = x.open_amount and x.order_currency = o.currency
    where x.payment_no in (select payment_no from looked_into where why = 'AMOUNT_PAYER') group by x.payment_no having count(*) = 1
),
seen as (
    select payment_no, order_no, lo_no, order_currency, account_id, open_here from opens
    union
    select payment_no, order_no, null, order_currency, account_id, open_amount from account_opens
),
weighed as (
    -- Two places of a text may speak for one order; which of them is told does not depend on which is met first.
    select f.payment_no, f.order_no, f.lo_no, min_by(f.rule, (f.preference, f.rule, f.why)) as rule,
        min_by(f.amount, (f.preference, f.rule, f.why)) as amount,
        min_by(f.why, (f.preference, f.rule, f.why)) as why, min(f.preference) as preference, any_value(o.direction) as direction,
        any_value(w.open_here) as open_here,
        bool_or(w.open_here = o.size) as fits, coalesce(bool_or(o.for_one and o.for_account is not distinct from w.account_id), false) as payer_known
    from found f join open_ones o using (payment_no)
    join seen w on w.payment_no = f.payment_no and w.order_no = f.order_no and w.lo_no is not distinct from f.lo_no
    where w.order_currency = o.currency and (f.payment_no, f.order_no) not in (select (payment_no, order_no) from banned)
    group by f.payment_no, f.order_no, f.lo_no
),
alternatives as (
    -- An order and its logistic orders are one.
    select payment_no, order_no, min_by(w, (not fits, preference, coalesce(logistic_reference, ''))) as best
    from weighed w left join called_los using (lo_no) group by 1, 2
),
ranked as (
    select best.*, row_number() over (partition by payment_no order by best.fits desc, best.payer_known desc, best.preference, order_reference) as nth
    from alternatives join order_names using (order_no)
)
select payment_no, nth, nth as way, order_no, lo_no, (direction * amount)::decimal(18, 2) as amount, rule,
    why || case when open_here < 0 then '; it had ' || -open_here || ' more than it owed' else '; it owed ' || open_here end ||
        case when fits then ', exactly this' else '' end ||
        case when payer_known then ', and the payer is known for its account alone' else '' end as reason
from ranked where nth <= 3
union all
select payment_no, row_number() over (partition by payment_no order by way, nth), way, order_no, lo_no, amount, 'MULTIPLE',
    'several are named: a way to split it' || case way when 1 then ', in the order in which they stand there' else ', the last one first' end ||
        '; it owed ' || room
from split
