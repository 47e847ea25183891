-- One row per order line and export file: the cells of an order export (contract.md §3.1), amounts still numbers.
select e.file, e.i, e.n, l.l, s.reference as commercial_reference, p.logistic_reference, p.external_id,
    case when p.mirakl then 'MIRAKL' end as source, e.status, case when is_dead(e.status) then p.dead_why end as status_reason,
    case when r.known_at <= x.seen_at then coalesce(r.once_paid, r.once_gone, r.at_first)
        when is_gone(e.status) then coalesce(r.once_gone, r.at_first) else r.at_first end as recorded,
    s.option, s.provider, s.account_id, 'CUS' || lpad((2 * s.a + 1 + s.i % 2)::varchar, 6, '0') as customer_id, p.supplier_id, s.currency,
    iso(p.created_at) as created_at, iso(e.since) as updated_at,
    case when e.status in ('SHIPPED', 'COMPLETED') then iso(p.shp_at) end as shipped_at,
    case draw(s.key, 18, 40) when 0 then 'Livrer au quai n° 3; sonner "fort"' when 1 then 'Réf. chantier: Évry' || chr(10) || 'Étage 2'
        when 2 then 'Merci d’avance' when 3 then 'À déposer à l’accueil' end as message,
    p.number || '-' || p.n || l.l as line_id, case when is_dead(e.status) then e.status end as line_status, 'V' || lpad((l.v + 1)::varchar, 6, '0') as variant_id, t.name as product_name,
    l.quantity, c.confirmed_quantity, l.price, c.confirmed_price, l.rate, l.tax, l.shipping, l.shipping_tax,
    case when l.told = 0 then null when c.seen then case when l.told < 10 then l.total else l.ordered_total end
        else l.ordered_total end as stated_total,
    case when p.n = 1 then pick(['AM', 'PM', 'Soirée'], s.number % 3) end as delivery_window, 'CC-' || lpad((s.a % 40)::varchar, 3, '0') as cost_center
from exports e
join placed s on s.i = e.i
join parts p on p.i = e.i and p.n = e.n
join lines l on l.i = e.i and l.n = e.n
join products t on t.v = l.v
join recorded r on r.i = e.i
cross join lateral (select case when e.file = 'older' then older_horizon() else horizon() end as seen_at) x
-- What the supplier confirmed is known from its answer on.
cross join lateral (select p.abs_at <= x.seen_at as seen, case when p.abs_at <= x.seen_at then l.confirmed_quantity end as confirmed_quantity,
    case when p.abs_at <= x.seen_at then l.confirmed_price end as confirmed_price) c
where e.file in (select unnest(getvariable('files'))) and e.i >= getvariable('first_i') and e.i < getvariable('end_i')
    and s.i >= getvariable('first_i') and s.i < getvariable('end_i') and p.i >= getvariable('first_i') and p.i < getvariable('end_i')
    and l.i >= getvariable('first_i') and l.i < getvariable('end_i') and r.i >= getvariable('first_i') and r.i < getvariable('end_i')
order by e.i, e.n, l.l
