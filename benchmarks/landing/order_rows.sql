-- One row per line of an order export. `first`: all orders; `new`: those placed since; `changed`: 1 % of the first ones
-- with a new update date, partly canceled, shipped or confirmed; `full`: all first ones again, that 1 % as changed.
with told as (
    select *, place = 77 and getvariable('night') in ('changed', 'full') as is_changed from orders
    where case getvariable('night') when 'new' then is_new when 'changed' then not is_new and place = 77 else not is_new end
),
heads as (
    select o.*, p.* exclude (i), case when is_changed then changed_status else status end as shown,
        case when is_changed then getvariable('second_day') + interval 6 hours else updated_at end as shown_at
    from told o join parts p using (i)
),
rows as (
    select h.*, l.* exclude (i, n), case when is_changed then changed_quantity end as confirmed, coalesce(confirmed, quantity) as counted
    from heads h join lines l using (i, n)
)
select reference as "Order Commercial Reference", logistic_reference as "Order Reference", external_id as "Order External Id",
    case when is_mirakl then 'MIRAKL' end as "External Source", shown as "Order Status",
    case when kind < 10 or kind < 16 and i % 10 > 0 then 'PAID' when by_card then 'WAITING_AUTHORIZATION'
        else 'WAITING_PAYMENT' end as "Order Payment Status",
    case when by_card then 'CREDIT_CARD' when i % 3 = 0 then 'BANK_WIRE_ON_ACCEPTANCE' else 'BANK_WIRE_ON_DUE_DATE' end as "Order Payment Option",
    case when by_card then 'MANGOPAY' else 'OFFLINE' end as "Payment Provider",
    'ACC' || account as "Customer Account External Id", supplier_id as "Supplier External Id", 'EUR' as "Currency",
    iso(created_at) as "Creation Date", iso(shown_at) as "Update Date",
    case when shown in ('SHIPPED', 'COMPLETED') then iso(least(created_at + interval 2 days, shown_at)) end as "Shipment Date",
    (100000 + i) || '-' || n || '-' || l as "Order Line External Id", 'V' || variant as "Variant External Id",
    'Produit ' || variant as "Product Name",
    quantity as "Order Line Quantity", confirmed as "Confirmed Quantity", price as "Net Unit Price",
    tax_of(counted, price) as "Tax Amount", shipping as "Shipping Fees", line_total(counted, price, shipping) as "Line Total With Tax"
from rows order by i, n, l
