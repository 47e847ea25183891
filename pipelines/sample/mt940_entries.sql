-- One row: the lines of one statement of the account whose bank writes camt.053, as MT940 tells them; `from_day` and `to_day` say which.
with lines as (
    select *, row_number() over (order by booked_on, i, copy) as place,
        case when structured_reference is not null then 'STRD/CUR/' || structured_reference else replace(remittance, chr(10), ' ') end as said
    from bank_lines where own = 'CAMT' and booked_on between getvariable('from_day') and getvariable('to_day')
),
written as (
    select place, ':61:' || strftime(booked_on, '%y%m%d%m%d') || case when amount < 0 then 'D' else 'C' end || replace(abs(amount)::varchar, '.', ',')
            || 'NTRFNONREF' || coalesce('//' || bank_reference, '') as moved,
        -- A line of MT940 has room for 65 characters.
        regexp_replace(':86:/EREF/' || coalesce(end_to_end_id, 'NOTPROVIDED') || '/NAME/' || coalesce(payer_name, '')
            || coalesce('/IBAN/' || payer_iban, '') || coalesce('/RTRN/' || return_reason, '') || '/REMI/' || said, '(.{65})',
            '\1' || chr(10), 'g') as told
    from lines
)
select coalesce(string_agg(moved || chr(10) || rtrim(told, chr(10)) || chr(10), '' order by place), '') as entries from written
