-- One row per row of customers.csv: two people an account.
select 'CUS' || lpad((2 * a + h)::varchar, 6, '0') as customer_id, account_id,
    pick(['Zoé', 'Jérôme', 'Anaïs', 'Łukasz', 'Françoise', 'Søren'], draw(key_of('customer', 2 * a + h), 1, 6)) || ' '
        || pick(['Lefèvre', 'Muñoz', 'O’Brien', 'Çelik', 'Noël', 'Weiß'], draw(key_of('customer', 2 * a + h), 2, 6)) as name,
    'client' || (2 * a + h) || '@client.example' as email, iso(created_at + to_hours(h)) as created_at
from accounts, range(1, 3) t(h) order by a, h
