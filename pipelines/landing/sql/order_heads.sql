-- One row per logistic order of the file: the line that heads it (its newest), a digest of all its lines, and whether the
-- very same snapshot is known. The digest is a sum, so the order of the lines does not matter; it is only ever compared
-- between snapshots of one logistic order.
with grouped as (
    select order_reference as logistic_reference, count(*)::integer as lines,
        case when min(header_digest) = max(header_digest) then min(line_number)
            else arg_max(line_number, {'updated': update_date, 'digest': rest_digest}) end as head_line,
        (sum(header_digest::hugeint + rest_digest::hugeint) % 9223372036854775807)::hugeint as digest,
        case when min(currency) = max(currency) then 1 else 2 end as currencies,
        max(shipment_date) filter (where line_counts(order_line_status)) as shipped_at
    from landed group by 1
),
homes as (select logistic_reference, min(order_reference) as order_reference from snapshots semi join grouped using (logistic_reference) group by 1)
select g.*, h.order_reference as home, coalesce(s.snapshot_no, (select file_no from this_file) * 4294967296 + g.head_line) as snapshot_no,
    s.snapshot_no is not null as known
from grouped g
left join snapshots s on s.logistic_reference = g.logistic_reference and s.digest = g.digest and s.lines = g.lines
left join homes h on h.logistic_reference = g.logistic_reference
