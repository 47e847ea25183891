-- One row per undecided payment that names something: the one order it names, by which field or text, or why none is certain (domain.md §5).
with lone as (select payment_no from candidates group by 1 having count(*) = 1),
looked_at as (
    select c.*, r.order_reference, case when c.order_no is null and opening_date() is not null
            then try_strptime(regexp_extract(regexp_replace(c.written, '[^0-9]', '', 'g'), '^(?:19|20)[0-9]{6}'), '%Y%m%d')::date end as unknown_since
    from candidates c left join called_orders r using (order_no)
),
many as (select * from looked_at anti join lone using (payment_no)),
surely as (
    select payment_no, count(distinct order_no) as orders, min(order_no) as order_no from many where certain group by 1
),
texts as (
    -- Most texts have one reading, which needs no counting.
    select payment_no, coalesce(certain, false) as all_certain, case when certain then 1 end as orders,
        case when certain then order_no end as order_no,
        case when certain and lo_no is not null then 1 else 0 end as los, case when certain then lo_no end as lo_no, exactly as literal,
        cut and certain as cut,
        case when certain then written end as written, case when order_no is null then 0 else 1 end as known_orders, order_no as any_order,
        order_reference as all_orders, case when not certain then order_reference end as rejected, order_no is null as names_unknown,
            unknown_since, goes_on
    from looked_at semi join lone using (payment_no)
    union all by name
    select payment_no,
        -- Another place that can only mean the same order does not speak against it.
        bool_and(coalesce(certain, false) or c.order_no = s.order_no and c.n = 1 and not c.goes_on or (c.payment_no, c.field, c.spot_first) in (
            select (payment_no, field, spot_first) from many where certain)) as all_certain,
        any_value(s.orders) as orders,
        min_by(c.order_no, order_reference) filter (where certain) as order_no,
        count(distinct lo_no) filter (where certain) as los,
        min(lo_no) filter (where certain) as lo_no,
        bool_or(exactly) as literal, bool_or(cut and certain) as cut,
        min(written) filter (where certain) as written,
        count(distinct c.order_no) as known_orders, min(c.order_no) as any_order,
        string_agg(distinct order_reference, ', ' order by order_reference) as all_orders,
        string_agg(distinct order_reference, ', ' order by order_reference) filter (where not certain) as rejected,
        bool_or(c.order_no is null) as names_unknown, min(unknown_since) as unknown_since, bool_or(goes_on) as goes_on
    from many c left join surely s using (payment_no) group by 1
),
meant as (
    -- Of several orders that one field can mean, that which owed exactly this.
    select s.* from structured s join undecided u using (payment_no)
    left join opens o on o.payment_no = s.payment_no and o.order_no = s.order_no and o.lo_no is not distinct from s.lo_no
    qualify coalesce(o.open_here = u.size, false) or count(*) filter (where o.open_here = u.size)
        over (partition by s.payment_no, s.field, s.written) <> 1
),
fields as (
    select s.payment_no, count(distinct s.order_no) as orders, min_by(s.order_no, o.order_reference) as order_no,
        min_by(s.lo_no, l.logistic_reference) as lo_no, min(s.field) as field, min(s.written) as written,
        string_agg(distinct o.order_reference, ', ' order by o.order_reference) as all_orders
    from meant s join called_orders o using (order_no) left join called_los l on l.lo_no = s.lo_no group by 1
),
broken as (select distinct payment_no from rf_tokens where not valid)
select u.payment_no, coalesce(f.orders = 1 and coalesce(t.known_orders, 0) <= 1 and coalesce(t.any_order = f.order_no, true)
        and not coalesce(t.names_unknown or t.goes_on, false), false) as by_field,
    coalesce(f.order_no, t.order_no) as order_no,
    coalesce(f.lo_no, case when t.los = 1 and (f.order_no is null or t.order_no = f.order_no) then t.lo_no end) as lo_no,
    coalesce(t.orders = 1 and t.all_certain and not t.names_unknown and (f.orders is null or f.orders = 1 and f.order_no = t.order_no),
        false) as by_text,
    t.literal, t.cut, coalesce(f.field, 'the text') as field, coalesce(f.written, t.written) as written,
    coalesce(s.all_orders, t.all_orders, case when f.orders > 1 then f.all_orders end) as all_orders,
    coalesce('; not ' || t.rejected || ', which did not owe exactly this', '') as rejected, t.names_unknown, t.unknown_since, t.goes_on,
    b.payment_no is not null as broken_rf, s.in_currency,
    s.orders as several_orders, case when s.is_clear and s.open_in_all = u.size and u.direction = 1 then s.members end as adds_up
from undecided u
left join texts t using (payment_no) left join fields f using (payment_no) left join broken b using (payment_no)
left join several s using (payment_no)
where t.payment_no is not null or f.payment_no is not null or b.payment_no is not null
