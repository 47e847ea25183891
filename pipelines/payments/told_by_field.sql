-- The explanation of a match by a provider's order field, which nobody stores: `m` the match, `v` its movement, `s` the order its field
-- names now, `n` the name of the matched order.
case when m.rule = 'STRUCTURED' and s.order_no = m.order_no
        then 'the order field names ' || n.order_reference || coalesce(' (' || v.order_field || ')', '')
    when m.rule = 'STRUCTURED' then 'the order field named ' || n.order_reference || ' when it was matched' end
