-- One row per bank line that may undo an earlier one: the same end-to-end id, else the same bank reference, and amount the other way round (domain.md
-- §5, contract.md §3.4). A return of less or more states the original amount. Of several equal ones the nearest before it is undone that was not
-- undone yet; a further debit with the same id goes out `again`. What the bank calls a return undoes, without such an id, what moved the same amount
-- with the same counterparty and text (`same_text`). What has the counterparty's IBAN in common as well comes first. `unequal`: a debit of another
-- amount than the only credit before it, which can be no return of it; or a credit of less than the only debit before it. On one day what the bank
-- calls a return comes last.
with paired as (
    -- What a match that stands gives back is given back, whatever comes later; whatever went out once more for it stands by itself.
    select s.payment_no, s.returns_payment_no from (
        with standing_matches as (from facts.standing_matches
            where payment_no in (select payment_no from facts.standing_matches where returns_payment_no is not null)),
        movements as (from steps.movements semi join standing_matches using (payment_no))
        from {reconciliation/standing}
    ) s join steps.movements m using (payment_no) where s.returns_payment_no is not null
    qualify row_number() over (partition by s.returns_payment_no order by s.batch, m.booked_on, s.payment_no) = 1
),
going_back as (
    select currency, size from unsettled where provider = 'BANK' and is_return union select currency, original_amount from unsettled
        where provider = 'BANK' and is_return
),
-- What goes out is rare, and without it no id ties anything.
debits as (select end_to_end_id, bank_reference from movements where provider = 'BANK' and direction = -1 and state = 'SUCCEEDED'),
told as (
    select payment_no, direction, size, currency, coalesce(is_return, false) as is_return, original_amount,
        {'booked_on': booked_on, 'is_return': coalesce(is_return, false), 'valued_on': coalesce(value_date, booked_on),
            'said': coalesce(bank_reference, ''), 'payment_no': payment_no} as place,
        unnest(list_filter([{'by': 0, 'name': end_to_end_id || ' ' || payer_iban}, {'by': 1, 'name': end_to_end_id},
            {'by': 2, 'name': account_iban || ' ' || bank_reference}], lambda way: way.name is not null)) as way
    from movements where provider = 'BANK' and state = 'SUCCEEDED' and (end_to_end_id in (select end_to_end_id from debits
        where end_to_end_id is not null)
        or bank_reference in (select bank_reference from debits where bank_reference is not null))
    union all
    select payment_no, direction, size, currency, coalesce(is_return, false), original_amount,
        {'booked_on': booked_on, 'is_return': coalesce(is_return, false), 'valued_on': coalesce(value_date, booked_on),
            'said': coalesce(bank_reference, ''), 'payment_no': payment_no},
        {'by': 3, 'name': account_iban || ' ' || coalesce(payer_iban, payer_name) || ' ' || remittance}
    from movements semi join going_back using (currency, size) where provider = 'BANK' and state = 'SUCCEEDED'
),
-- What stands on many lines both ways, such as a word that a bank or a customer always writes, is the id of none.
two_sided as (
    select way from told where way.name is not null
    group by 1 having least(count(*) filter (where direction = 1), count(*) filter (where direction = -1)) between 1 and 20
),
by_id as (select * from told where way.by < 3 and way in (from two_sided)),
-- What an id ties is no other line's counterpart by its text.
lines as (
    select * from by_id union all select * from told where way.by = 3 and way in (from two_sided) and payment_no not in (select payment_no from by_id)
),
sides as (
    -- What undoes closes what it gives back, as brackets do: the nearest that is still open. A pair that stands is closed.
    select l.payment_no, l.is_return, l.currency, l.place, l.way, v.undoing, l.direction = v.undoing as closes,
        case when l.direction = v.undoing and l.is_return then coalesce(l.original_amount, l.size) else l.size end as size,
        case when l.direction = v.undoing then l.payment_no in (select payment_no from paired)
            else l.payment_no in (select returns_payment_no from paired) end as settled
    from lines l cross join (values (1), (-1)) v(undoing) where way.by < 3 or l.is_return or l.direction <> v.undoing
),
counted as (
    select *, sum(case when settled then 0 when closes then -1 else 1 end) over (
        partition by undoing, way, currency, size order by place) as open_ones from sides
),
placed as (
    select *, coalesce(least(min(open_ones) over (before rows between unbounded preceding and 1 preceding), 0), 0) as fewest,
        last_value(case when not closes then payment_no end ignore nulls) over before as latest
    from counted window before as (partition by undoing, way, currency, size order by place)
),
levelled as (
    select *, closes and open_ones < fewest as again, case when closes then open_ones + 1 else open_ones end - fewest as depth from placed
),
pairs as (
    select payment_no, undoing as direction, way.by as way, is_return as bank_says, closes, again,
        case when again then latest else last_value(case when not closes and not settled then payment_no end ignore nulls) over (
            partition by undoing, way, currency, size, again, depth order by place) end as original_id
    from levelled
    qualify closes and not settled and original_id is not null and (not again or undoing = -1 and way.by < 2 and not is_return)
    union all
    select s.payment_no, s.undoing, s.way.by, s.is_return, true, false, p.returns_payment_no
    from sides s join paired p using (payment_no)
    join sides o on o.payment_no = p.returns_payment_no and (o.undoing, o.way, o.currency, o.size) = (s.undoing, s.way, s.currency, s.size)
    where s.closes and not o.closes
),
firsts as (
    select way, direction, currency, list({'place': place, 'payment_no': payment_no, 'size': size} order by place)[:2] as first_two
    from lines where way.by = 1 group by all
),
unequal as (
    select l.payment_no, l.direction, f.first_two[1].payment_no as original_id
    from lines l join firsts f on f.way = l.way and f.direction = -l.direction and f.currency = l.currency and f.first_two[1].place < l.place
    where case when l.direction = 1 then l.size < f.first_two[1].size else l.size <> f.first_two[1].size end
        and coalesce(f.first_two[2].place >= l.place, true)
)
select payment_no, original_id, bank_says, again, false as unequal, way = 3 as same_text from pairs
qualify row_number() over (partition by payment_no order by way <> 0, again, way) = 1
union all
select payment_no, original_id, false, false, true, false from unequal where payment_no not in (select payment_no from pairs)
