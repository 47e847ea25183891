-- One row per undecided payment that names something: the one order it names, by which rule, or why none is certain. What is
-- certain: a place that is one known order, with date and number apart; else the exact open amount, or a known payer where the
-- reading is the only one (domain.md §5).
with opens as (
    select o.*, least(o.open_amount, w.open_amount) as open_here
    from open_amounts o join open_amounts w on w.payment_id = o.payment_id and w.order_reference = o.order_reference and w.logistic_reference is null
),
readings_of as (
    select s.*, u.size, o.open_here, coalesce(p.accounts = [o.account_id], false) as payer_known
    from spots s join undecided u using (payment_id)
    left join opens o on o.payment_id = s.payment_id and o.order_reference = s.order_reference and o.logistic_reference is not distinct from s.logistic_reference
    left join payers p on p.payment_id = s.payment_id
    -- Parts of a text joined without a blank are only read where the text with blanks names nobody.
    where s.field <> 2 or s.payment_id not in (select payment_id from spots where field = 1 and order_reference is not null)
),
places as (
    select payment_id, field, spot_first, spot_last, count(*) as n, count(*) filter (where fits) as fitting
    from (
        select payment_id, field, spot_first, spot_last, order_reference, logistic_reference, bool_or(open_here = size) as fits
        from readings_of group by all
    ) group by all
),
candidates as (
    select r.*, p.n, p.fitting from readings_of r join places p using (payment_id, field, spot_first, spot_last)
),
chosen as (
    select *, order_reference is not null and not goes_on and case
        when n = 1 and strong and not by_amount then true
        when fitting = 1 then open_here = size
        else n = 1 and not by_amount and payer_known end as certain,
        n = 1 and strong and literal and not by_amount as exactly
    from candidates
),
texts as (
    select payment_id,
        count(distinct (field, spot_first, spot_last)) as places,
        count(distinct (field, spot_first, spot_last)) filter (where certain) as certain_places,
        count(distinct order_reference) filter (where certain) as orders,
        min(order_reference) filter (where certain) as order_reference,
        count(distinct logistic_reference) filter (where certain) as los,
        min(logistic_reference) filter (where certain) as logistic_reference,
        bool_or(exactly) as literal, bool_or(cut and certain) as cut,
        min(written) filter (where certain) as written,
        count(distinct order_reference) as known_orders,
        string_agg(distinct order_reference, ', ' order by order_reference) as all_orders,
        bool_or(order_reference is null) as names_unknown, bool_or(goes_on) as goes_on
    from chosen group by 1
),
several as (
    select payment_id, sum(open_here) as los_open
    from (select distinct payment_id, logistic_reference, open_here from chosen where certain and logistic_reference is not null) group by 1
),
fields as (
    select payment_id, count(distinct order_reference) as orders, min(order_reference) as order_reference, min(logistic_reference) as logistic_reference,
        min(field) as field, min(written) as written
    from structured group by 1
),
broken as (select distinct payment_id from {reconciliation/rf_tokens} where not valid)
select u.payment_id, coalesce(f.orders = 1 and coalesce(t.known_orders, 0) <= 1 and coalesce(t.all_orders = f.order_reference, true)
        and not coalesce(t.names_unknown, false), false) as by_field,
    coalesce(f.order_reference, t.order_reference) as order_reference,
    coalesce(f.logistic_reference, case when t.los = 1 and (f.order_reference is null or t.order_reference = f.order_reference) then t.logistic_reference end) as logistic_reference,
    coalesce(t.orders = 1 and t.certain_places = t.places and not t.names_unknown, false) as by_text,
    t.literal, t.cut, coalesce(t.los, 0) as los, s.los_open, coalesce(f.field, 'the text') as field, coalesce(f.written, t.written) as written,
    t.all_orders, t.names_unknown, t.goes_on, b.payment_id is not null as broken_rf
from undecided u
left join texts t using (payment_id) left join fields f using (payment_id) left join broken b using (payment_id)
left join several s using (payment_id)
where t.payment_id is not null or f.payment_id is not null or b.payment_id is not null
