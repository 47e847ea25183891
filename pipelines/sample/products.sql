-- One row per product variant.
with drawn as (select v, key_of('product', v) as key from range(getvariable('products')) t(v))
select v, 'V' || lpad((v + 1)::varchar, 6, '0') as variant_id,
    pick(['Perceuse à percussion', 'Câble Ø 3 mm; 10 m', 'Écrou "M8"', 'Papier A4 recyclé', 'Peinture façade', 'Gants crème', 'Tuyau 1/2" x 25 m',
        'Lampe de chevet', 'Étagère chêne', 'Vis inox', 'Siège', 'Bâche'], draw(key, 1, 12)) || ' ' || (v + 1) as name,
    iso(getvariable('until')::timestamp - to_hours(24 * draw(key, 2, 400) - 7)) as created_at,
    pick(['Rouge', 'Bleu', 'Noir', 'Crème'], draw(key, 3, 4)) as color, (100 + draw(key, 4, 9000)) as weight
from drawn
