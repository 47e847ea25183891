-- One row per snapshot and line that is none of its own but may be a row that was refused (contract.md §2): what was known of the line before, by the
-- number of that. A row is taken for one of a line where it says the names of both the logistic order and the line.
with told as (
    -- By its cells, since of a large file many rows may be refused.
    select file_no, cells, unnest(list_distinct(cells)) as logistic_reference from (
        select file_no, cells_of(raw_row) as cells from refused_rows where file_no in (select file_no from snapshots where lines_refused is not null))
),
broken as (
    select l.order_no, l.lo_no, l.snapshot_no, l.newest, t.cells
    from lo_snapshots l join (select * from snapshots where lines_refused is not null) h using (snapshot_no) join lo_names n on n.lo_no = l.lo_no
    join told t on t.file_no = h.file_no and t.logistic_reference = n.logistic_reference
    where l.lo_no in (select lo_no from lo_snapshots where newest = 2)
),
known as (
    select l.lo_no, l.newest, s.line_id, s.line_no
    from lo_snapshots l join snapshot_lines s using (snapshot_no) where l.lo_no in (select lo_no from broken)
),
lacking as (
    select distinct b.order_no, b.lo_no, b.snapshot_no, b.newest, k.line_id
    from broken b join known k on k.lo_no = b.lo_no and k.newest > b.newest and list_contains(b.cells, upper(k.line_id))
    where (b.lo_no, b.newest, k.line_id) not in (select (lo_no, newest, line_id) from known)
),
before as (
    select l.*, min(k.newest) as known_in, min_by(k.line_no, k.newest) as line_no
    from lacking l join known k on k.lo_no = l.lo_no and k.line_id = l.line_id and k.newest > l.newest group by all
)
-- What was missing once, in a snapshot between, is gone.
select order_no, lo_no, snapshot_no, line_no from before b
where known_in - newest = (
    select count(*) from lacking o where o.lo_no = b.lo_no and o.line_id = b.line_id and o.newest >= b.newest and o.newest < b.known_in
)
