-- The next payment of every order, shared out over its logistic orders (domain.md §4, Levels): `shares` in the order of `los`, `rest` is
-- credit. A payment fills what is owed, a refund takes credit first, what undoes another payment takes back its shares; what is owed again by that,
-- what is credit fills (`filled`): in `history` it is credit no more, the latest first.
with turn as (
    select w.*, q.payment_no, q.nth, q.kind, q.size, q.direction, coalesce(list_position(w.los, q.lo_no), 0) as place,
        q.kind in ('REFUND', 'REFUND_RETURN') as refunds, less(w.dues, w.received) as owed, less(w.received, w.refunded) as held,
        list_filter(w.history, lambda step: list_contains(q.undoes, step.payment_no)) as undone,
        -- What comes by bank pays a card order like a transfer, and what it leaves as credit is handed on so.
        w.by_card and q.by_psp as by_parts
    from walk w join queue q on q.order_no = w.order_no and q.seq = w.seq + 1
),
first_part as (
    -- A logistic order that is named comes before the others; a refund takes credit before that, and so does what takes back a payment that is credit
    -- in part.
    select *, case when len(undone) > 0 then case when direction = -1 and not refunds
        then least(size, list_sum(list_transform(undone, lambda step: greatest(step.credit, 0))), greatest(credit, 0)) else 0 end
            when direction = -1 then least(size, greatest(credit, 0))
            -- More was taken back than had come: what comes now makes up for that first.
            when not refunds then least(size, greatest(-beyond, 0)) else 0 end::hugeint as from_credit,
        case when direction = -1 then held when refunds then refunded else owed end as rooms
    from turn
),
second_part as (
    select *, at_place(rooms, place, least(size - from_credit, coalesce(rooms[place], 0))) as to_named from first_part
),
last_part as (
    select *, less(rooms, to_named) as others, (size - from_credit - list_sum(to_named))::hugeint as left_over,
        case when len(undone) > 0 then list_append(list_transform(los, lambda lo, i: list_sum(list_transform(undone,
            lambda step: abs(step.shares[i])))::hugeint),
            case when refunds then list_sum(list_transform(undone, lambda step: abs(step.credit))) else 0 end::hugeint) end as gave
    from second_part
),
chosen as (
    select *, case
        when len(undone) > 0 and direction = 1 and not refunds then least_of(spread(gave, size - from_credit, unit)[:len(los)], owed)
        when len(undone) > 0 then spread(gave, size - from_credit, unit)[:len(los)]
        -- What covers every room needs no sharing; most payments do.
        when left_over >= room_left(others) then others
        when by_parts and direction = 1 and not refunds then captured(others, left_over, unit)
        when by_parts then spread(others, left_over, unit)
        when direction = 1 then forward(others, left_over)
        else backward(others, left_over) end as shared
    from last_part
),
parted as (
    select *, case when len(undone) > 0 then shared else plus(to_named, shared) end as parts from chosen
),
weighed as (
    select *, case when direction = 1 then parts else negated(parts) end as first_shares,
        (direction * (size - list_sum(parts)))::hugeint as first_rest from parted
),
-- What a reversal brings beyond what its own logistic orders need goes to the others.
beside as (
    select *, case when len(undone) > 0 and direction = 1 and not refunds and first_rest > 0
        and credit + first_rest > 0 then less(dues, plus(received, first_shares)) end as lacking from weighed
),
more as (
    select *, case when lacking is null then null when by_parts then spread(lacking, least(first_rest, credit + first_rest), unit)
        else forward(lacking, least(first_rest, credit + first_rest)) end as added from beside
),
done as (
    select *, case when added is null then first_shares else plus(first_shares, added) end as shares,
        (first_rest - coalesce(list_sum(added), 0))::hugeint as rest from more
),
needed as (
    select *, case when credit + rest > 0 then less(dues, case when refunds then received else plus(received, shares) end) end as needs from done
),
filling as (
    -- Credit that nobody paid in, as of a refund that bounced and is not known, fills nothing.
    select *, case when needs is null then 0 else least(credit + rest, room_left(needs),
        coalesce(list_sum(list_transform(history, lambda step: case when step.refunds then 0
        else greatest(step.credit, 0) end::hugeint)), 0)) end::hugeint as filled from needed
),
-- The latest payment that holds credit gives it, in its own way; what it has not, those before it.
giving as (
    select *, case when filled > 0 then list_last(list_filter(list_transform(history,
        lambda step, k: case when step.credit > 0 and not step.refunds then k end), lambda k: k is not null)) end as giver
    from filling
),
given as (
    select *, case when filled > 0 then at_place(needs, history[giver].place,
        least(filled, coalesce(needs[nullif(history[giver].place, 0)], 0))) end as fill_named,
        case when filled > 0 and history[giver].credit < filled
            then backward(list_transform(history, lambda step: case when step.refunds then 0 else greatest(step.credit, 0) end::hugeint),
                filled) end as taken
    from giving
),
fills as (
    select *, case when filled = 0 then null when history[giver].by_parts then plus(fill_named,
        captured(less(needs, fill_named), filled - list_sum(fill_named), unit))
        else plus(fill_named, forward(less(needs, fill_named), filled - list_sum(fill_named))) end as fill
    from given
)
select order_no, seq + 1 as seq, los, dues, by_card, unit, received, refunded, credit, beyond, payment_no, nth, refunds, place, by_parts, shares,
    rest, filled, fill,
    case when filled = 0 then history
        when history[giver].credit >= filled then list_transform(history, lambda step, k: case when k <> giver then step
            else {'payment_no': step.payment_no, 'nth': step.nth,
            'refunds': step.refunds, 'place': step.place, 'by_parts': step.by_parts, 'shares': plus(step.shares, fill),
            'credit': (step.credit - filled)::hugeint} end)
        else list_transform(history, lambda step, k: {'payment_no': step.payment_no, 'nth': step.nth, 'refunds': step.refunds, 'place': step.place,
            'by_parts': step.by_parts,
            'shares': plus(step.shares, portion(fill, coalesce(list_sum(taken[:k - 1]), 0), taken[k])),
            'credit': (step.credit - taken[k])::hugeint}) end as history
from fills
