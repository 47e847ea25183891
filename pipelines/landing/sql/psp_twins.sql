-- One row per operation of the file that another folder told before under other ids (domain.md §5, Once or twice): same provider, kind, day,
-- amount and currency, and an id of one is an id of the other. A payment has the events of each folder once; several alike are paired as they come.
with here as (select file_no from meta.read_files where feed = (select feed from this_file)),
told as (
    select payment_no, psp_reference, event_id, file_no, line_number, list_distinct([psp_reference, event_id]) as ids,
        [provider, coalesce(claims, kind), (occurred_at at time zone time_zone())::date::varchar, amount::varchar, currency] as place
    from psp_events where file_no not in (from here) and provider in (select provider from events)
        and payment_no not in (select payment_no from psp_events where file_no in (from here))
    qualify row_number() over (partition by payment_no order by occurred_at desc, file_no, line_number) = 1
),
told_ids as (select *, unnest(ids) as id from told),
fresh as (
    select own_no, line_number, list_distinct([psp_reference, event_id]) as ids,
        [provider, coalesce(claims, kind), (occurred_at at time zone time_zone())::date::varchar, amount::varchar, currency] as place
    from events where (psp_reference in (select id from told_ids) or event_id in (select id from told_ids)) and own_no not in (select own_no from psp_events)
    qualify row_number() over (partition by own_no order by occurred_at desc, line_number) = 1
),
fresh_ids as (select *, unnest(ids) as id from fresh),
paired as (
    select l.own_no, min(r.payment_no) as payment_no, min_by(r.psp_reference, r.payment_no) as psp_reference, min_by(r.event_id, r.payment_no) as event_id
    from (select *, row_number() over (partition by place, id order by line_number) as nth from fresh_ids) l
    join (select *, row_number() over (partition by place, id order by file_no, line_number) as nth from told_ids) r using (place, id, nth)
    group by 1
)
from paired qualify row_number() over (partition by payment_no order by own_no) = 1
