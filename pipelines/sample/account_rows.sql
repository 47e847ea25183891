-- One row per row of accounts.csv.
select account_id, name, case when trusted then 'BANK_WIRE_ON_DUE_DATE' else 'BANK_WIRE_ON_ACCEPTANCE' end as mode,
    case when roles then 'oui' else 'non' end as roles, case when trusted then 'true' else 'false' end as trusted,
    case when listed and has_second then iban || '|' || second_iban when listed then iban end as ibans,
    'achats' || (a + 1) || '@client.example' as email, iso(created_at) as created_at
from accounts order by a
