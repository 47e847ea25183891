-- A reference (`said`, in capitals) as the order or logistic order is spelled that is called so; `o` and `l`: their names.
case said.reference when upper(l.logistic_reference) then l.logistic_reference when upper(o.order_reference) then o.order_reference
    else said.reference end
