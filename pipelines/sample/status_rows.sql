-- One row per status row of the bulk: for some the only news of a step (`behind`), for others an echo of what the export says.
select p.i, p.n, case when p.part_key % 5 < 3 then p.logistic_reference end as reference, p.external_id,
    d.status, case when b.i is null then d.since - interval 30 minute else d.since end as moment,
    case when is_dead(d.status) then p.dead_why end as reason,
    case when d.status in ('SHIPPED', 'COMPLETED') then 'https://suivi.example/' || p.number || '?colis=' || p.n end as tracking_url,
    case when d.status = 'SHIPPED' then pick(['Chronopost', 'DHL', 'Géodis'], p.number % 3) end as carrier
from parts p
join dues d on d.i = p.i and d.n = p.n
left join exports b on b.i = p.i and b.n = p.n and b.file = 'behind'
where b.i is not null or (p.echo < 12 and d.status in ('SHIPPED', 'COMPLETED'))
