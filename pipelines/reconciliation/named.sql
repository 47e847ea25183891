-- One row per undecided payment that names something: the one order it names, by which rule, or why none is certain. What is
-- certain: a place that is one known order, with date and number apart; else the exact open amount, or a known payer where the
-- reading is the only one (domain.md §5).
with opens as (
    select o.*, least(o.open_amount, w.open_amount) as open_here
    from open_amounts o join open_amounts w on w.payment_no = o.payment_no and w.order_no = o.order_no and w.lo_no is null
),
readings_of as (
    select s.*, u.size, o.open_here, coalesce(p.accounts = [o.account_id], false) as payer_known
    from spots s join undecided u using (payment_no)
    left join opens o on o.payment_no = s.payment_no and o.order_no = s.order_no and o.lo_no is not distinct from s.lo_no
    left join payers p on p.payment_no = s.payment_no
    -- Parts of a text joined without a blank are only read where the text with blanks names nobody.
    where s.field <> 2 or s.payment_no not in (select payment_no from spots where field = 1 and order_no is not null)
),
places as (
    select payment_no, field, spot_first, spot_last, count(*) as n, count(*) filter (where fits) as fitting
    from (
        select payment_no, field, spot_first, spot_last, order_no, lo_no, bool_or(open_here = size) as fits
        from readings_of group by all
    ) group by all
),
candidates as (
    select r.*, p.n, p.fitting from readings_of r join places p using (payment_no, field, spot_first, spot_last)
),
chosen as (
    select *, order_no is not null and not goes_on and case
        when n = 1 and strong and not by_amount then true
        when fitting = 1 then open_here = size
        else n = 1 and not by_amount and payer_known end as certain,
        n = 1 and strong and literal and not by_amount as exactly
    from candidates
),
texts as (
    select payment_no,
        count(distinct (field, spot_first, spot_last)) as places,
        count(distinct (field, spot_first, spot_last)) filter (where certain) as certain_places,
        count(distinct order_no) filter (where certain) as orders,
        min_by(order_no, order_reference) filter (where certain) as order_no,
        count(distinct lo_no) filter (where certain) as los,
        min(lo_no) filter (where certain) as lo_no,
        bool_or(exactly) as literal, bool_or(cut and certain) as cut,
        min(written) filter (where certain) as written,
        count(distinct order_no) as known_orders, min(order_no) as any_order,
        string_agg(distinct order_reference, ', ' order by order_reference) as all_orders,
        bool_or(order_no is null) as names_unknown, bool_or(goes_on) as goes_on
    from chosen left join called_orders using (order_no) group by 1
),
several as (
    select payment_no, sum(open_here) as los_open
    from (select distinct payment_no, lo_no, open_here from chosen where certain and lo_no is not null) group by 1
),
fields as (
    select s.payment_no, count(distinct s.order_no) as orders, min_by(s.order_no, o.order_reference) as order_no,
        min_by(s.lo_no, l.logistic_reference) as lo_no, min(s.field) as field, min(s.written) as written
    from structured s join called_orders o using (order_no) left join called_los l on l.lo_no = s.lo_no group by 1
),
broken as (select distinct payment_no from rf_tokens where not valid)
select u.payment_no, coalesce(f.orders = 1 and coalesce(t.known_orders, 0) <= 1 and coalesce(t.any_order = f.order_no, true)
        and not coalesce(t.names_unknown, false), false) as by_field,
    coalesce(f.order_no, t.order_no) as order_no,
    coalesce(f.lo_no, case when t.los = 1 and (f.order_no is null or t.order_no = f.order_no) then t.lo_no end) as lo_no,
    coalesce(t.orders = 1 and t.certain_places = t.places and not t.names_unknown, false) as by_text,
    t.literal, t.cut, coalesce(t.los, 0) as los, s.los_open, coalesce(f.field, 'the text') as field, coalesce(f.written, t.written) as written,
    t.all_orders, t.names_unknown, t.goes_on, b.payment_no is not null as broken_rf
from undecided u
left join texts t using (payment_no) left join fields f using (payment_no) left join broken b using (payment_no)
left join several s using (payment_no)
where t.payment_no is not null or f.payment_no is not null or b.payment_no is not null
