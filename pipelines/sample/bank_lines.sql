-- One row per line of the bulk's bank statements. The text is what a customer's accounting writes, bent by its kind of noise.
with led as (
    select leader, sum(amount)::decimal(18, 2) as amount, string_agg(reference, ' ' order by i) as all_references from transfers group by leader
),
drawn as (
    select t.*, l.amount as paid, l.all_references, draw(t.key, 14, 100) as form, draw(t.key, 15, 7) as way,
        left(t.reference, 8) as placed_on, substr(t.reference, 10) as order_number,
        1 + draw(t.key, 16, 8) as place, draw(t.key, 17, 4) as edit, (1 + draw(t.key, 18, 9)) as other
    from transfers t join led l on l.leader = t.i and t.leader = t.i
),
bent as (
    select *,
        case noise
            when 'separators' then pick([placed_on || '/' || order_number, placed_on || ' ' || order_number, placed_on || '.' || order_number,
                placed_on || '_' || order_number, placed_on || ' - ' || order_number,
                left(placed_on, 4) || ' ' || substr(placed_on, 5) || ' ' || order_number,
                left(placed_on, 4) || '-' || substr(placed_on, 5, 2) || '-' || substr(placed_on, 7) || '-' || order_number], way)
            when 'missing_hyphen' then placed_on || order_number
            when 'glued' then pick(['CDE', 'FACT', 'COMMANDE', 'REF'], way % 4) || reference || pick(['', 'MERCI'], way % 2)
            when 'letter_o' then replace(reference, '0', 'O')
            when 'line_break' then case when way < 4 then placed_on || '-' || chr(10) || order_number
                else left(placed_on, 6) || chr(10) || substr(placed_on, 7) || '-' || order_number end
            when 'typo' then case edit
                when 0 then left(reference, place - 1) || (ascii(reference[place]) - 48 + other) % 10 || substr(reference, place + 1)
                when 1 then left(reference, 9) || left(order_number, way % 5) || substr(order_number, way % 5 + 2)
                when 2 then reference || other
                else left(reference, 9) || left(order_number, way % 5) || order_number[way % 5 + 2] || order_number[way % 5 + 1]
                    || substr(order_number, way % 5 + 3) end
            when 'truncated' then left(reference, length(reference) - 1 - edit % 3)
            when 'several' then all_references
            else reference end as written
    from drawn
),
texts as (
    select *, noise in ('clean', 'refund') as plain,
        case when noise = 'no_reference' then pick(['VIREMENT ', 'REGLEMENT FACTURES ', 'VIR SEPA RECU DE ', 'SOLDE COMPTE '],
            way % 4) || account_name
            when noise = 'truncated' then 'VIREMENT DE ' || upper(left(account_name, 12)) || ' POUR COMMANDE ' || written
            when noise in ('clean', 'refund') and form < 8 then rf_of(reference)
            when noise in ('clean', 'refund') and form < 15 then 'VIREMENT CLIENT'
            when noise = 'clean' and form < 22 and parts = 1 then 'VIR SEPA ' || reference || '-1'
            else pick(['VIR SEPA ', 'REF ', '', 'FACTURE N°', 'PAIEMENT COMMANDE ', 'VOTRE COMMANDE: ', 'Règlement '], way) ||
                written end as remittance
    from bent
)
select i, leader, own, currency, paid_on as booked_on, paid as amount, account_name as payer_name,
    case when draw(key, 18, 20) > 0 then payer_iban end as payer_iban, remittance,
    case when plain and form between 8 and 14 then reference when noise = 'twin' or form % 3 = 0 then 'NOTPROVIDED'
        when form % 3 = 1 then 'VIR' || upper(left(md5(reference), 6)) || 'X' end as end_to_end_id,
    case when noise <> 'twin' then 'BR' || lpad(number::varchar, 8, '0') end as bank_reference,
    case when plain and form < 8 then rf_of(reference) end as structured_reference, null::varchar as return_reason,
    case when noise = 'refund' then 'clean' else noise end as noise, copy
from texts, range(1, case when noise = 'twin' then 3 else 2 end) c(copy)
union all
select i, i, own, currency, paid_on + 3 + way, -share_of(due, 15 + other * 5), account_name, payer_iban, 'REMBOURSEMENT COMMANDE ' || reference,
    'RMB' || upper(left(md5(reference), 6)) || 'X', 'BD' || lpad(number::varchar, 8, '0'), null, null, 'refund', 1
from bent where noise = 'refund' and paid_on + 3 + way <= getvariable('until')
