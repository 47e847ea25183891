-- The next payment of every order, shared out over its logistic orders (domain.md §4, Levels): `shares` in the order of `los`, `rest` is
-- credit. A payment fills what is owed, a refund takes credit first, what undoes another payment takes back its shares.
with turn as (
    select w.*, q.payment_no, q.nth, q.kind, q.size, q.direction, coalesce(list_position(w.los, q.lo_no), 0) as place,
        q.kind in ('REFUND', 'REFUND_RETURN') as refunds, less(w.dues, w.received) as owed, less(w.received, w.refunded) as held,
        list_filter(w.history, lambda step: list_contains(q.undoes, step.payment_no)) as undone,
        -- What comes by bank pays a card order like a transfer.
        w.by_card and q.by_psp as by_parts
    from walk w join queue q on q.order_no = w.order_no and q.seq = w.seq + 1
),
first_part as (
    -- A logistic order that is named comes before the others; a refund takes credit before that.
    select *, case when len(undone) > 0 then 0 when direction = -1 then least(size, greatest(credit, 0))
            -- More was taken back than had come: what comes now makes up for that first.
            when not refunds then least(size, greatest(-beyond, 0)) else 0 end::hugeint as from_credit,
        case when direction = 1 then owed else held end as rooms
    from turn
),
second_part as (
    select *, at_place(rooms, place, least(size - from_credit, coalesce(rooms[place], 0))) as to_named from first_part
),
last_part as (
    select *, less(rooms, to_named) as others, (size - from_credit - list_sum(to_named))::hugeint as left_over,
        case when len(undone) > 0 then list_append(list_transform(los, lambda lo, i: list_sum(list_transform(undone, lambda step: abs(step.shares[i])))::hugeint),
            list_sum(list_transform(undone, lambda step: abs(step.credit)))::hugeint) end as gave
    from second_part
),
chosen as (
    select *, case
        when len(undone) > 0 then spread(gave, size, unit)[:len(los)]
        -- What covers every room needs no sharing; most payments do.
        when left_over >= room_left(others) then others
        when by_parts and direction = 1 and left_over > 0 and len(list_filter(others, lambda room: room = left_over)) = 1
            then at_place(others, list_position(others, left_over), left_over)
        when by_parts then spread(others, left_over, unit)
        when direction = 1 then forward(others, left_over)
        else backward(others, left_over) end as shared
    from last_part
),
parted as (
    select *, case when len(undone) > 0 then shared else plus(to_named, shared) end as parts from chosen
)
select order_no, seq + 1 as seq, los, dues, by_card, unit, received, refunded, credit, beyond, history, payment_no, nth, refunds,
    case when direction = 1 then parts else negated(parts) end as shares, direction * (size - list_sum(parts)) as rest
from parted
