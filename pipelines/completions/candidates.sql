-- The orders that could complete by themselves, or have a decision to export, whatever their statuses turn out to be.
select order_reference as value from snapshots where external_source = 'MIRAKL'
union
select n.order_reference from namings n semi join decision_rows using (reference) where n.order_reference is not null
