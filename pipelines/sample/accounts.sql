-- One row per buying company. Most may pay after delivery; of four in five the shop knows the bank account.
with drawn as (select a, key_of('account', a) as key from range(getvariable('accounts')) t(a))
select a, 'ACC' || lpad((a + 1)::varchar, 5, '0') as account_id,
    pick(['Établissements Müller', 'Boulangerie Lefèvre', 'Société d’Électricité du Rhône', 'Atelier Noël & Fils',
        'Café "Le Zinc"', 'Garage Hernández', 'Papeterie du Marché; Lyon', 'Pâtisserie Ångström', 'Clinique Saint-Çyr',
        'Øresund Handel', 'Hôtel de l’Île', 'Brasserie Żubr'], draw(key, 1, 12)) || ' ' || (a + 1) as name,
    draw(key, 2, 100) < 70 as trusted, draw(key, 3, 100) < 15 as roles, draw(key, 4, 100) < 80 as listed,
    french_iban(bban(30000 + draw(key, 5, 900), draw(key, 6, 99999), 1000000 + a)) as iban,
    french_iban(bban(10000 + draw(key, 5, 900), draw(key, 6, 99999), 2000000 + a)) as second_iban, draw(key, 7, 10) = 0 as has_second,
    getvariable('until')::timestamp - to_hours(24 * (getvariable('days') + 1 + draw(key, 8, 700)) - 7) as created_at
from drawn
