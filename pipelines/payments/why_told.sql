-- Why a match was made that is told by a provider's order field or by a plain text, which nobody stores: `m` the match, `v` its movement, `s` the
-- order its field names now, `n` the name of the matched order. A plain text ends with the reference: eight digits, a hyphen or what stands for it,
-- and a number.
case
    when m.rule = 'EXACT' then 'the text says ' || substr(v.remittance, strpos(v.remittance, '-') - 8) || ' literally, and names nothing else'
    when m.rule = 'NORMALISED' then 'the text says ' || regexp_extract(v.remittance, '[0-9]{8}.[0-9]+$') || ', which tidied is '
        || regexp_extract(v.remittance, '[0-9]{8}') || '-' || regexp_extract(v.remittance, '[0-9]+$')
    when m.rule = 'STRUCTURED' and s.order_no = m.order_no
        then 'the order field names ' || n.order_reference || coalesce(' (' || v.order_field || ')', '')
    when m.rule = 'STRUCTURED' then 'the order field named ' || n.order_reference || ' when it was matched' end
