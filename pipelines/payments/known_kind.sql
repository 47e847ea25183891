-- The kind of an operation: what one of its rows says for certain, where the row itself only claims to be something (formats.md §3 and §4).
case when claims is null then kind else coalesce(max(kind) filter (where claims is null and not asserted) over (partition by payment_no), kind) end
