-- The rows of `orders` that fit every filter that is given (contract.md §4); a filter that is null fits all.
select o.* from main.orders o
where (order_id is null or lower(order_id) in (lower(o.order_reference), lower(o.djust_id), lower(o.external_id)) or o.order_reference in (
        select l.order_reference from main.logistic_orders l where lower(order_id) in (lower(l.logistic_reference), lower(l.djust_id),
            lower(l.external_id))))
    and (logistic_status is null or o.logistic_status = logistic_status)
    and (payment_status is null or o.payment_status = payment_status)
    and (incident is null or o.has_incident = incident)
    and (payment_method is null or o.payment_option = payment_method)
    and (supplier is null or list_contains(o.suppliers, supplier))
    and (account is null or o.account_id = account)
    and (message is null or contains(lower(o.order_message), lower(message)))
    and (price_from is null or o.total_price >= price_from) and (price_to is null or o.total_price < price_to)
    and (created_from is null or o.created_at >= created_from) and (created_to is null or o.created_at < created_to)
    and (updated_from is null or o.updated_at >= updated_from) and (updated_to is null or o.updated_at < updated_to)
