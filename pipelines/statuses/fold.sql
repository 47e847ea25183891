-- One row per status event with its verdict, in the order of domain.md §2, and the state of the logistic order after it.
-- The fold takes the k-th event of every logistic order at once, so it goes as often as the longest history is long; a
-- logistic order with one snapshot and nothing else has no row: it stands as its snapshot says.
with recursive others as materialized {statuses/events},
busy as (select lo_no from others where lo_no is not null union select lo_no from lo_snapshots where newest > 1),
busy_snapshots as (select * from lo_snapshots semi join busy using (lo_no)),
exported as (select * from busy_snapshots where not created),
shown as (
    -- Asked anew: a sighting that changed nothing when it came told no table of itself.
    select g.snapshot_no, max(f.seen_at) as seen_at from sightings g join read_files f using (file_no)
    where g.snapshot_no in (select snapshot_no from exported) group by 1
),
told as materialized (
    select * from others
    union all by name
    select s.order_no, s.lo_no, 'ORDER_EXPORT' as source, 0 as source_rank, s.order_status as to_status, s.updated_at as effective_at,
        s.updated_at as clock, w.seen_at, lpad((1000000 - s.newest)::varchar, 7, '0') as content, h.file_no, h.line_number, h.status_reason, s.newest,
        null::varchar as source_id, null::varchar as written
    from exported s join snapshot_heads h on h.snapshot_no = s.snapshot_no
    join shown w on w.snapshot_no = s.snapshot_no
),
firsts as (
    -- What Mirakl tells of an order that DJUST does not know is its first snapshot.
    select lo_no, source as first_source, effective_at as first_at, content as first_content from told
    where effective_at <= as_of() and (source = 'ORDER_EXPORT' or source = 'MIRAKL_ORDER'
        and lo_no in (select lo_no from busy_snapshots where created))
    qualify row_number() over (partition by lo_no order by effective_at, content) = 1
),
phased as (
    select t.*, f.first_at, t.source = f.first_source and t.effective_at = f.first_at
        and (t.source = 'ORDER_EXPORT' or t.content = f.first_content) as is_first,
        case when t.lo_no is null then 'homeless'
            when t.effective_at > as_of() or f.first_at is null then 'waiting'
            when t.source = 'ORDER_EXPORT' or t.effective_at >= f.first_at then 'chain'
            when t.source = 'STATUS_IMPORT' and t.effective_at >= f.first_at - import_grace_hours() then 'grace'
            -- It was completed as Mirakl called it, before its first export.
            when t.source = 'COMPLETION' then 'grace'
            else 'early' end as phase
    from told t left join firsts f using (lo_no)
),
chained as (
    select *, row_number() over events as seq, count(*) over (partition by lo_no) as n
    from phased where phase in ('chain', 'grace')
    window events as (partition by lo_no
        -- The first snapshot comes first, what the grace lets in right after it, then everything by its instant.
        order by greatest(effective_at, first_at), case when is_first then -1 when phase = 'grace' then 0 else 1 end,
            effective_at, source_rank, content, file_no, line_number)
),
gates as (
    select l.lo_no, s.external_source is not distinct from 'MIRAKL' or l.lo_no in (select lo_no from others
        where source in ('MIRAKL_ORDER', 'MIRAKL_SHIPMENT')) as mirakl, coalesce(a.requires_approval, true) as roles
    from busy_snapshots l join snapshot_heads s using (snapshot_no) left join account_now a using (account_id) where l.newest = 1
),
walk as (
    select order_no, lo_no, seq, n, to_status as status, null::varchar as inferred_from,
        []::struct(passes varchar[], clock timestamptz, ours boolean)[] as trail, effective_at as status_since,
        case when to_status in ('SHIPPED', 'COMPLETED') then effective_at end as shipped_since, null::timestamptz as shipped_step,
        null::varchar as from_status, 'APPLIED' as verdict, null::varchar as warning, null::varchar as reason, null::timestamptz as decided_at,
        null::varchar as before_completion
    from chained where seq = 1
    union all
    select w.order_no, w.lo_no, w.seq, w.n,
        case when w.verdict = 'APPLIED' then w.to_status else w.status end,
        case when w.verdict <> 'APPLIED' then w.inferred_from when w.source = 'PSP' then w.base end,
        case when w.verdict <> 'APPLIED' or w.source = 'PSP' then w.trail
            when w.source = 'DECISION' then list_append(w.trail, {
                'passes': list_concat(list_append(w.behind, w.base), coalesce(w.passed_by_inference, [])), 'clock': w.clock, 'ours': true})
            when w.base <> w.to_status then list_append(w.trail, {
                -- What an inferred move left is passed by the next step.
                'passes': list_concat(w.passes, coalesce(w.passed_by_inference, [])), 'clock': w.clock, 'ours': w.source <> 'ORDER_EXPORT'})
                    else w.trail end,
        case when w.verdict = 'APPLIED' and w.status <> w.to_status then w.effective_at else w.status_since end,
        case when w.verdict <> 'APPLIED' then w.shipped_since when w.to_status not in ('SHIPPED', 'COMPLETED') then null
            else coalesce(w.shipped_since, w.effective_at) end,
        case when w.verdict <> 'APPLIED' or w.to_status = 'COMPLETED' then w.shipped_step when w.to_status <> 'SHIPPED' then null
            when w.status = 'SHIPPED' then w.shipped_step else w.effective_at end,
        w.status, w.verdict, case when w.verdict = 'APPLIED' and w.skips and w.source in ('STATUS_IMPORT', 'MIRAKL_ORDER', 'MIRAKL_SHIPMENT')
            then 'SKIPPED_STATUS' end, w.reason,
        case when w.source = 'DECISION' then w.effective_at else w.decided_at end,
        case when w.source = 'COMPLETION' then w.status else w.before_completion end
    from {statuses/judged} w
),
state as (select * from walk)
select c.order_no, c.lo_no, c.source, case when s.verdict = 'APPLIED' then s.status else c.to_status end as to_status, c.effective_at, c.file_no,
    c.line_number, c.status_reason,
    c.newest, c.source_id, s.seq, s.n, s.from_status, s.verdict, s.warning, s.reason, s.status, s.inferred_from, s.trail, s.status_since,
    s.shipped_since, s.shipped_step, s.decided_at, s.before_completion
from chained c join state s using (lo_no, seq)
union all by name
select order_no, lo_no, source, to_status, effective_at, file_no, line_number, status_reason, source_id, written,
    case phase when 'waiting' then 'WAITING' when 'early' then 'NO_OP' else 'REJECTED' end as verdict,
    case phase when 'waiting' then 'DATED_AHEAD: it counts from its own date on'
        when 'early' then 'BEFORE_FIRST_EXPORT: the first export of the logistic order is newer'
        else 'NOT_A_LOGISTIC_ORDER: the reference names an order of several live logistic orders, or of none' end as reason
from phased where phase not in ('chain', 'grace')
