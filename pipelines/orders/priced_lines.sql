-- What each of some lines of snapshots (`lines`) counts for (contract.md §3.1, domain.md §4, Amounts of lines, and §6). `beyond` is what a stated
-- total or tax differs by from what it is made of; null where there is nothing to compare.
with rated as (
    select * replace (case when taxes_are_computed() then coalesce(tax_rate, product_tax_rate(custom_fields)) end as tax_rate),
        shipping_tax_rate(custom_fields) as shipping_rate, product_tax_code(custom_fields) as tax_code,
        shipping_tax_code(custom_fields) as shipping_tax_code
    from lines
),
plain as (
    -- Confirmed as ordered, with a total that is stated, and taxes that need no rate: it counts what it states.
    select *, line_total is not null and coalesce(confirmed_quantity, quantity) is not distinct from quantity
        and coalesce(confirmed_unit_price, unit_price) is not distinct from unit_price
        and (tax_amount is not null or tax_rate is null) and (shipping_tax_amount is not null or shipping_rate is null) as is_plain
    from rated
),
priced as (
    select * exclude (is_plain), round_money(quantity::decimal(38, 6) * unit_price::decimal(38, 6), currency) as goods,
        coalesce(confirmed_quantity, quantity) as final_quantity, coalesce(confirmed_unit_price, unit_price) as final_price,
        coalesce(shipping_fees, 0) + coalesce(shipping_tax_amount, tax_on(shipping_fees, shipping_fees, 1, shipping_rate, currency), 0) as shipping
    from plain where not is_plain
),
stated as (
    select *, final_quantity <> quantity or final_price <> unit_price as confirmed_otherwise,
        round_money(final_quantity::decimal(38, 6) * final_price::decimal(38, 6), currency) as final_goods
    from priced
),
confirmed as (
    -- A tax that makes up the stated total with what was confirmed is the tax of that, not of what was ordered.
    select *, coalesce(confirmed_otherwise and final_goods <> 0
            and abs(line_total - final_goods - tax_amount - shipping) <= minor_unit(currency), false) as tax_is_final,
        case when tax_is_final then coalesce(tax_on(goods, unit_price, quantity, tax_rate, currency),
                round_money(part_of(tax_amount, goods, final_goods), currency))
            else coalesce(tax_amount, tax_on(goods, unit_price, quantity, tax_rate, currency), 0) end as ordered_tax
    from stated
),
taxed as (
    select *, case when not confirmed_otherwise then ordered_tax when tax_is_final then tax_amount
        when tax_rate is not null then tax_on(final_goods, final_price, final_quantity, tax_rate, currency)
        when goods = 0 then ordered_tax
        else round_money(part_of(ordered_tax, final_goods, goods), currency) end as final_tax
    from confirmed
),
totalled as (
    select *, goods + ordered_tax + shipping as ordered_total, final_goods + final_tax + shipping as final_total from taxed
),
counted as (
    select *, line_total is not null and confirmed_otherwise and abs(line_total - ordered_total) <= minor_unit(currency)
        and abs(line_total - final_total) > minor_unit(currency) as overtaken
    from totalled
),
told as (
    select order_no, lo_no, snapshot_no, line_no, removed, line_status is not distinct from 'INCIDENT_OPEN' and not removed as in_dispute,
        line_counts(line_status) and coalesce(confirmed_quantity, 1) <> 0 as counts, currency, final_tax::decimal(18, 2) as tax_amount,
    shipping::decimal(18, 2) as shipping_amount, tax_rate, tax_code, shipping_tax_code,
        case when removed or not line_counts(line_status) or confirmed_quantity = 0 then 0
            when line_total is null or overtaken then final_total else line_total end::decimal(18, 2) as line_total,
        case when line_total is null or confirmed_otherwise and not overtaken and line_total <> ordered_total then ordered_total
            else line_total end::decimal(18, 2) as ordered_total,
        -- A total that was stated for what was ordered, or for what was confirmed; a tax that was stated for what was ordered.
        case when tax_amount is null and tax_rate is null then null when line_total is null or overtaken then 0
            when confirmed_otherwise then line_total - final_total else line_total - ordered_total end as total_beyond,
        tax_amount - case when tax_is_final then tax_on(final_goods, final_price, final_quantity, tax_rate, currency)
            else tax_on(goods, unit_price, quantity, tax_rate, currency) end as tax_beyond
    from counted
    union all
    select order_no, lo_no, snapshot_no, line_no, removed, line_status is not distinct from 'INCIDENT_OPEN' and not removed,
        line_counts(line_status) and coalesce(confirmed_quantity, 1) <> 0, currency, coalesce(tax_amount, 0)::decimal(18, 2),
        (coalesce(shipping_fees, 0) + coalesce(shipping_tax_amount, 0))::decimal(18, 2), tax_rate, tax_code, shipping_tax_code,
        case when removed or not line_counts(line_status) or confirmed_quantity = 0 then 0 else line_total end::decimal(18, 2), line_total,
        case when tax_amount is not null and taxes_are_computed() then line_total - round_money(quantity::decimal(38, 6) * unit_price::decimal(38, 6),
            currency) - tax_amount
            - coalesce(shipping_fees, 0) - coalesce(shipping_tax_amount, 0) end,
        case when tax_amount is not null and tax_rate is not null then tax_amount
            - tax_on(round_money(quantity::decimal(38, 6) * unit_price::decimal(38, 6), currency), unit_price, quantity, tax_rate, currency) end
    from plain where is_plain
),
compared as (
    select *, case when not taxes_are_computed() or removed or not counts then null
        when abs(total_beyond) >= abs(coalesce(tax_beyond, 0)) then total_beyond else tax_beyond end::decimal(18, 2) as beyond
    from told
)
select * exclude (total_beyond, tax_beyond, currency, counts), case when abs(beyond) > minor_unit(currency) then 'TAX_MISMATCH'
    when beyond <> 0 then 'ROUNDING' end as warning
from compared
