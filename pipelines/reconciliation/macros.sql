-- The classes of payment option (domain.md §4); a plain BANK_WIRE takes the account's mode, else on due date.
create or replace temp macro payment_class(payment_option, transfer_mode) as case
    when payment_option in ('CREDIT_CARD', 'DIRECT_PAYMENT') then 'CARD'
    when payment_option = 'BANK_WIRE_ON_ACCEPTANCE' then 'TRANSFER_BEFORE_ACCEPTANCE'
    when payment_option = 'BANK_WIRE' and transfer_mode = 'BANK_WIRE_ON_ACCEPTANCE' then 'TRANSFER_BEFORE_ACCEPTANCE'
    when payment_option = 'NO_PAYMENT' then 'NO_PAYMENT'
    else 'TRANSFER_ON_DUE_DATE' end;
create or replace temp macro unpaid_status(class, refused, authorised, shipped) as case
    when class = 'CARD' then case when refused then 'REFUSED' when authorised then 'AUTHORIZED' else 'WAITING_AUTHORIZATION' end
    when class = 'TRANSFER_BEFORE_ACCEPTANCE' or shipped then 'WAITING_PAYMENT'
    else 'AUTHORIZED' end;
create or replace temp macro moved_money(received, refunded) as received > 0 or refunded > 0;
create or replace temp macro net(received, refunded) as (greatest(received, 0) - greatest(refunded, 0))::decimal(18, 2);
-- The table of payment statuses (domain.md §4), first match wins; the one rule for orders and for logistic orders.
create or replace temp macro payment_status(class, received, refunded, due, written_off, tol, live, refused, authorised, shipped) as case
    when due is null then unpaid_status(class, refused, authorised, shipped)
    when not moved_money(received, refunded) and due = 0 and live then 'PAID'
    when not moved_money(received, refunded) and (written_off < due or due = 0)
        and class <> 'NO_PAYMENT' then unpaid_status(class, refused, authorised, shipped)
    when refunded > 0 and net(received, refunded) <= tol then 'REFUNDED'
    when net(received, refunded) + written_off > due + tol then 'OVER_PAID'
    when net(received, refunded) + written_off >= due then 'PAID'
    when refunded > 0 then 'PARTIALLY_REFUNDED'
    else 'PARTIALLY_PAID' end;
-- A shortfall of at most the tolerance is written off once money was received; a decision writes off what is missing at most.
create or replace temp macro written_off(decided, received, due, tol) as case
    when due is null then null
    when received > 0 and due - received <= tol then greatest(due - received, 0)
    else least(decided, greatest(due - greatest(received, 0), 0)) end::decimal(18, 2);
create or replace temp macro balance_state(received, refunded, due, written_off, tol) as case
    when due is null then null
    when net(received, refunded) + written_off > due + tol then 'OVERPAID'
    when due = 0 then 'NOTHING_DUE'
    when greatest(received, 0) + written_off >= due then 'PAID'
    when received > 0 then 'PARTIALLY_PAID'
    else 'UNPAID' end;
create or replace temp macro refund_state(received, refunded, tol) as case
    when refunded <= 0 then 'NONE' when net(received, refunded) <= tol then 'REFUNDED' else 'PARTIALLY_REFUNDED' end;
create or replace temp macro outstanding(received, due, written_off) as
    case when due is null then null else greatest(due - greatest(received, 0) - written_off, 0) end::decimal(18, 2);
create or replace temp macro excess(received, refunded, due, written_off, tol) as case
    when due is null then null
    when net(received, refunded) + written_off - due <= tol then 0 else net(received, refunded) + written_off - due end::decimal(18, 2);
-- What looks like an RF reference: it ends before the first group behind a blank that holds letters (X apart), or goes on with a hyphen or slash.
create or replace temp macro rf_shape() as '\bRF[0-9]{2}[0-9A-Z]*(?:(?: +[0-9X]+)* +[0-9X]+(?:$|[^0-9A-Z/_-]))?';
-- ISO 11649: the check digits hold if the payload, then RF and the digits, letters read as 10 to 35, leave 1 modulo 97.
create or replace temp macro rf_digits(token) as array_to_string(list_transform(string_split(substr(token, 5) || left(token, 4), ''),
    lambda letter: case when letter between '0' and '9' then letter else (ascii(letter) - 55)::varchar end), '');
create or replace temp macro mod97_rest(head, tail) as ((head || tail)::hugeint % 97)::varchar;
-- In steps of 30 digits, which a HUGEINT holds with a rest of two in front; 60 at most.
create or replace temp macro mod97(digits) as mod97_rest(mod97_rest('', left(digits, 30)), substr(digits, 31, 30))::integer;
-- Sharing cents over a list of rooms, all in hundredths (domain.md §4, Levels). `spread`: in proportion and whole units of the currency, largest
-- remainder, ties by position; `forward` and `backward`: filled one after the other. What does not fit stays with the caller.
create or replace temp macro room_left(rooms) as coalesce(list_sum(rooms), 0)::hugeint;
-- A lambda makes anew for every element whatever does not hang on it: here it is handed over as the one element of a list, elsewhere as a column.
create or replace temp macro spread(rooms, amount, unit) as list_transform([{'amount': least(amount, room_left(rooms)),
    'whole': greatest(room_left(rooms), 1) * unit}],
    lambda shared: list_transform([list_sort(list_transform(rooms, lambda room, i: {'rest': -(room * shared.amount % shared.whole), 'place': i}))[
            (shared.amount // unit - list_sum(list_transform(rooms, lambda room: room * shared.amount // shared.whole)))::bigint]],
        lambda last_one: list_transform(rooms, lambda room, i: (unit * (room * shared.amount // shared.whole
            + case when {'rest': -(room * shared.amount % shared.whole), 'place': i} <= last_one then 1 else 0 end))::hugeint))[1])[1];
create or replace temp macro forward(rooms, amount) as list_transform(rooms, lambda room, i:
    least(room, greatest(amount - coalesce(list_sum(rooms[:i - 1]), 0), 0))::hugeint);
create or replace temp macro backward(rooms, amount) as list_reverse(forward(list_reverse(rooms), amount));
create or replace temp macro at_place(rooms, place, amount) as list_transform(rooms,
    lambda room, i: (case when i = place then amount else 0 end)::hugeint);
-- A capture that is exactly what one logistic order and no other still owes is that one's.
create or replace temp macro captured(rooms, amount, unit) as case
    when amount > 0 and len(list_filter(rooms, lambda each_room: each_room = amount)) = 1
        then at_place(rooms, list_position(rooms, amount), amount)
    else spread(rooms, amount, unit) end;
create or replace temp macro less(rooms, taken) as list_transform(rooms, lambda room, i: greatest(room - taken[i], 0)::hugeint);
create or replace temp macro plus(rooms, added) as list_transform(rooms, lambda room, i: (room + added[i])::hugeint);
create or replace temp macro minus(rooms, taken) as list_transform(rooms, lambda room, i: (room - taken[i])::hugeint);
create or replace temp macro least_of(rooms, others) as list_transform(rooms, lambda room, i: least(room, others[i])::hugeint);
create or replace temp macro negated(rooms) as list_transform(rooms, lambda room: (-room)::hugeint);
-- Of what fills rooms one after the other, that which lies behind the first `begun` of it, `taken` of it.
create or replace temp macro portion(fill, begun, taken) as list_transform(fill, lambda room, j: greatest(least(list_sum(fill[:j]), begun + taken)
    - greatest(coalesce(list_sum(fill[:j - 1]), 0), begun), 0)::hugeint);
-- 1 for an operation that brings money in, -1 for one that takes it out (domain.md §4).
create or replace temp macro direction_of(kind) as
    case when kind in ('AUTHORIZATION', 'CAPTURE', 'REFUND_RETURN', 'CHARGEBACK_REVERSAL') then 1 else -1 end;
-- Whether money moved that can pay something or give it back.
create or replace temp macro is_money(provider, kind, state, size) as state = 'SUCCEEDED' and size > 0 and (provider = 'BANK'
    or kind in ('CAPTURE', 'REFUND', 'REFUND_RETURN', 'CHARGEBACK', 'CHARGEBACK_REVERSAL'));
-- By which matches an IBAN becomes known for an account (domain.md §5, Known payer); FUZZY teaches nothing.
create or replace temp macro teaches_payer(rule) as rule in ('DECISION', 'STRUCTURED', 'EXACT');
create or replace temp macro claims_money(payment_status) as
    coalesce(payment_status in ('PAID', 'PARTIALLY_PAID', 'OVER_PAID', 'REFUNDED', 'PARTIALLY_REFUNDED'), false);
create or replace temp macro named_by_field(field, order_reference, written) as field || ' names ' || order_reference || ' (' || written || ')';
-- The numbers behind the piece of a text at `place`, with a comma or the like between.
create or replace temp macro listed_from(pieces, gaps,
    place) as pieces[place + 1:place + coalesce(nullif(list_position(list_transform(range(place + 1, least(place + 6, len(pieces) + 1)),
    lambda k: regexp_full_match(gaps[k], ' *[,;+&/] *') and regexp_full_match(pieces[k], '[0-9]+')), false), 0) - 1, least(5, len(pieces) - place))];
-- What two texts at one edit of each other have at least one of in common: the text itself, or it without one of its letters.
create or replace temp macro one_less(text) as list_append(list_transform(range(1, length(text) + 1), lambda i: text[:i - 1] || text[i + 1:]), text);
-- Whether two pieces of a text may be parts of one id: exactly one sign stands between them, and no blank.
create or replace temp macro joins(gap) as length(gap) = 1 and gap not in (' ', ',', ';');
