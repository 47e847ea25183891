-- What the orders owe that transfers simply name, in their currency.
with others as (from simply_named) select * from ({reconciliation/owed_by_others}) where currency is not null
