-- One row per row of suppliers.csv; one in four has given no bank account.
select supplier_id, name, delay, mode, 'commandes' || (s + 1) || '@fournisseur.example' as email, case when s % 4 <> 3 then name end as creditor_name,
    case when s % 4 <> 3 then iban end as iban, case when s % 4 <> 3 then 'AGRIFRPP' end as bic
from suppliers order by s
