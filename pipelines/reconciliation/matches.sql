-- One row per payment and order that it pays, or that is suggested for it, or one without an order. Nine of ten are told and alike in most columns:
-- these are kept in few columns, which takes less than half of the time.
select * from steps.answered_matches
union all by name
select * from (with told as (from steps.told_matches) select * from {reconciliation/told_matches})
