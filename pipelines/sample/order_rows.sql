-- One row per order line and export file: the cells of an order export (contract.md §3.1), amounts still numbers. What all
-- lines of a logistic order share is made once; each table is narrowed by itself, so that a part of the orders costs a part.
with dated as (
    select *, case when file = 'older' then older_horizon() else horizon() end as seen_at from exports
    where list_contains(getvariable('files'), file) and i >= getvariable('first_i') and i < getvariable('end_i')
),
heads as (
    select e.file, e.i, e.n, s.reference as commercial_reference, p.logistic_reference, p.external_id,
        case when p.mirakl then 'MIRAKL' end as source, e.status, case when is_dead(e.status) then p.dead_why end as status_reason,
        case when r.known_at <= e.seen_at then coalesce(r.once_paid, r.once_gone, r.at_first)
            when is_gone(e.status) then coalesce(r.once_gone, r.at_first) else r.at_first end as recorded,
        s.option, s.provider, s.account_id, 'CUS' || lpad((2 * s.a + 1 + s.i % 2)::varchar, 6, '0') as customer_id, p.supplier_id,
        s.currency, iso(p.created_at) as created_at, iso(e.since) as updated_at,
        case when e.status in ('SHIPPED', 'COMPLETED') then iso(p.shp_at) end as shipped_at,
        case draw(s.key, 18, 40) when 0 then 'Livrer au quai n° 3; sonner "fort"' when 1 then 'Réf. chantier: Évry' || chr(10) || 'Étage 2'
            when 2 then 'Merci d’avance' when 3 then 'À déposer à l’accueil' end as message,
        p.number || '-' || p.n as line_stem, case when is_dead(e.status) then e.status end as line_status,
        -- What the supplier confirmed is known from its answer on.
        coalesce(p.abs_at <= e.seen_at, false) as answered,
        case when p.n = 1 then pick(['AM', 'PM', 'Soirée'], s.number % 3) end as delivery_window,
        'CC-' || lpad((s.a % 40)::varchar, 3, '0') as cost_center
    from dated e
    join placed s on s.i = e.i
    join parts p on p.i = e.i and p.n = e.n
    join recorded r on r.i = e.i
    where s.i >= getvariable('first_i') and s.i < getvariable('end_i') and p.i >= getvariable('first_i') and p.i < getvariable('end_i')
        and r.i >= getvariable('first_i') and r.i < getvariable('end_i')
),
-- Joined before the wide rows are there, which DuckDB would otherwise put into its hash table.
sold as materialized (
    select l.*, t.variant_id, t.name as product_name from lines l join products t on t.v = l.v
    where l.i >= getvariable('first_i') and l.i < getvariable('end_i')
)
select h.* exclude (line_stem, answered), l.l, h.line_stem || l.l as line_id, l.variant_id, l.product_name,
    l.quantity, case when h.answered then l.confirmed_quantity end as confirmed_quantity, l.price,
    case when h.answered then l.confirmed_price end as confirmed_price, l.rate, l.tax, l.shipping, l.shipping_tax,
    case when l.told = 0 then null when h.answered and l.told < 10 then l.total else l.ordered_total end as stated_total
from heads h
join sold l on l.i = h.i and l.n = h.n
order by h.i, h.n, l.l
