-- One row per state of an incident of the bulk: one in fifty shipped logistic orders has one, most are closed again.
with troubled as (
    select p.i, p.n, p.logistic_reference, p.number, d.since, p.part_key, draw(p.part_key, 12, 100) as lot, draw(p.part_key, 13, 10) as fate
    from parts p join dues d on d.i = p.i and d.n = p.n where d.status in ('SHIPPED', 'COMPLETED')
),
opened as (
    select *, least(since + to_hours(20 + 3 * lot), horizon()) as opened_at from troubled where lot < 2
)
select 'INC-' || number || '-' || n as incident_id, logistic_reference as reference,
    case when fate % 2 = 0 then 'ORDER' else 'ORDERLINES' end as linked_type, s.status, iso(opened_at) as opened_at,
    case when fate % 2 = 1 then number || '-' || n || '1' end as line_id,
    pick(['Colis endommagé', 'Produit manquant', 'Retard de livraison', 'Erreur de quantité'], fate % 4) as reason,
    case when fate % 2 = 1 then '1' end as quantity, iso(least(opened_at + to_hours(s.later), horizon())) as updated_at,
    case when fate = 3 then 'Le client écrit: "carton ouvert";' || chr(10) || 'photo jointe'
        when fate = 4 then 'Relancé le transporteur' end as message
from opened
join (values (1, 'OPEN', 0), (2, 'CLOSED', 30), (2, 'ON_GOING', 20)) s(step, status, later)
    on s.step = 1 or (s.status = 'CLOSED' and fate >= 3) or (s.status = 'ON_GOING' and fate = 2)
order by incident_id, s.step
