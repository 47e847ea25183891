-- One row per operation of the file that another folder told before under other ids (domain.md §5, Once or twice): same provider, a kind that both
-- may be, and an id of one is an id of the other; and the same state, day, amount and currency, but where it is pending in one of them. A payment has
-- the events of each folder once; several alike are paired as they come.
with here as (select file_no from meta.read_files where feed = (select feed from this_file)),
-- Most providers come in one folder only: there is nobody to look at.
elsewhere as (select file_no from meta.read_files where feed <> (select feed from this_file)),
known as materialized (from psp_events where file_no in (from elsewhere) and upper(provider) in (select upper(provider) from events)),
told as (
    select payment_no, provider, psp_reference, event_id, kinds(provider, kind, claims) as kinds, state, file_no, line_number,
        [(occurred_at at time zone time_zone())::date::varchar, amount::varchar, currency, state] as sum,
        list_distinct([psp_reference, event_id]) as ids
    from known where payment_no not in (select payment_no from psp_events semi join known using (payment_no) where file_no in (from here))
    qualify row_number() over (partition by payment_no order by occurred_at desc, file_no, line_number) = 1
),
told_ids as (select *, unnest(kinds) as kind from (select *, unnest(ids) as id from told)),
fresh as (
    select own_no, kinds(provider, kind, claims) as kinds, state, line_number,
        [(occurred_at at time zone time_zone())::date::varchar, amount::varchar, currency, state] as sum,
        list_distinct([psp_reference, event_id]) as ids
    from events where (psp_reference in (select id from told_ids) or event_id in (select id from told_ids))
        and own_no not in (select own_no from psp_events semi join events using (own_no))
    qualify row_number() over (partition by own_no order by occurred_at desc, line_number) = 1
),
fresh_ids as (select *, unnest(kinds) as kind from (select *, unnest(ids) as id from fresh)),
of_one_sum as (
    select l.own_no, r.payment_no, r.provider, r.psp_reference, r.event_id, 1 as round
    from (select *, row_number() over (partition by kind, sum, id order by line_number) as nth from fresh_ids) l
    join (select *, row_number() over (partition by kind, sum, id order by file_no, line_number) as nth from told_ids) r using (kind, sum, id, nth)
),
-- What is pending in one folder may be of another day in the other, and of another amount.
on_the_way as (
    select l.own_no, r.payment_no, r.provider, r.psp_reference, r.event_id, 2 as round
    from fresh_ids l join told_ids r using (kind, id) where 'PENDING' in (l.state, r.state)
        and l.own_no not in (select own_no from of_one_sum) and r.payment_no not in (select payment_no from of_one_sum)
),
paired as (
    from of_one_sum union all from on_the_way
    qualify row_number() over (partition by own_no order by round, payment_no) = 1
)
select own_no, payment_no, provider, psp_reference, event_id from paired qualify row_number()
    over (partition by payment_no order by round, own_no) = 1
