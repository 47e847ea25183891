-- The status of an order, over its live logistic orders; never the first one's (domain.md §2, Commercial order).
        case
            when not bool_or(live) then case
                when bool_and(followed_status = 'DECLINED_BY_CUSTOMER') then 'DECLINED_BY_CUSTOMER'
                when bool_and(followed_status = 'DECLINED_BY_SUPPLIER') then 'DECLINED_BY_SUPPLIER'
                else 'CANCELED' end
            when bool_and(followed_status = 'COMPLETED') filter (where live) then 'COMPLETED'
            when bool_and(followed_status in ('SHIPPED', 'COMPLETED')) filter (where live) then 'SHIPPED'
            when bool_or(followed_status in ('PARTIALLY_SHIPPED', 'PARTIALLY_CANCELED', 'SHIPPED', 'COMPLETED')) filter (where live) then 'PARTIALLY_SHIPPED'
            else min_by(followed_status, progress(followed_status)) filter (where live) end
