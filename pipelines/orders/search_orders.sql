-- The rows of `orders` that fit every filter that is given (contract.md §4); a filter that is null fits all. What is asked stands by itself: the
-- names of whoever asks, such as an alias or `account_id`, must not be taken for columns of the orders.
select of_search_orders.*
from (
    select lower(order_id) as id_asked, logistic_status as goods_asked, payment_status as payment_asked, incident as incident_asked,
        payment_method as method_asked, supplier as supplier_asked, account as account_asked, lower(message) as message_asked,
        price_from as price_from_asked, price_to as price_to_asked, created_from as created_from_asked, created_to as created_to_asked,
        updated_from as updated_from_asked, updated_to as updated_to_asked
) asked_of_orders cross join main.orders of_search_orders
where (id_asked is null or id_asked in (lower(of_search_orders.order_reference), lower(of_search_orders.djust_id),
        lower(of_search_orders.external_id))
        or of_search_orders.order_reference in (
            select of_search_parts.order_reference from main.logistic_orders of_search_parts where id_asked in (
                lower(of_search_parts.logistic_reference), lower(of_search_parts.djust_id), lower(of_search_parts.external_id))))
    and (goods_asked is null or of_search_orders.logistic_status = goods_asked)
    and (payment_asked is null or of_search_orders.payment_status = payment_asked)
    and (incident_asked is null or of_search_orders.has_incident = incident_asked)
    and (method_asked is null or of_search_orders.payment_option = method_asked)
    and (supplier_asked is null or list_contains(of_search_orders.suppliers, supplier_asked))
    and (account_asked is null or of_search_orders.account_id = account_asked)
    and (message_asked is null or contains(lower(of_search_orders.order_message), message_asked))
    and (price_from_asked is null or of_search_orders.total_price >= price_from_asked)
    and (price_to_asked is null or of_search_orders.total_price < price_to_asked)
    and (created_from_asked is null or of_search_orders.created_at >= created_from_asked)
    and (created_to_asked is null or of_search_orders.created_at < created_to_asked)
    and (updated_from_asked is null or of_search_orders.updated_at >= updated_from_asked)
    and (updated_to_asked is null or of_search_orders.updated_at < updated_to_asked)
