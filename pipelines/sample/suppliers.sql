-- One row per supplier; every fourth sells through Mirakl.
with drawn as (select s, key_of('supplier', s) as key from range(getvariable('suppliers')) t(s))
select s, 'SUP' || lpad((s + 1)::varchar, 4, '0') as supplier_id, s % 4 = 0 as mirakl,
    pick(['Outillage Bréton', 'Câbles & Cie', 'Fournitures Nguyễn', 'Vis "Express"', 'Matériaux Côté Sud', 'Papier; Carton',
        'Sécurité Lóránt', 'Mobilier Æsir'], draw(key, 1, 8)) || ' ' || (s + 1) as name,
    pick([10, 15, 30, 30, 30, 45], draw(key, 2, 6)) as delay,
    case when draw(key, 3, 5) = 0 then 'END_OF_MONTH' else 'SIMPLE' end as mode,
    french_iban(bban(20000 + draw(key, 4, 900), draw(key, 5, 99999), 3000000 + s)) as iban
from drawn
