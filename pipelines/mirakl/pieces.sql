-- How many pieces of the line `p` are still wanted: Mirakl does not say whether a quantity holds what was canceled, its price does. Two decimals of
-- 18 digits are multiplied in 18: one must be wider.
case when p.unit_price::decimal(20, 6) * p.quantity <> p.amount - coalesce(p.shipping_amount, 0)
        and p.unit_price::decimal(20, 6) * (p.quantity - p.canceled) = p.amount - coalesce(p.shipping_amount, 0)
    then p.quantity - p.canceled else p.quantity end
