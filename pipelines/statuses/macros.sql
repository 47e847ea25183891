-- Until when the record may still show a status that the logistic order has passed: the hours of grace from the step that passed it last
-- (domain.md §2); whether it may, judged at the instant of the file. A clock at infinity has not begun.
create or replace temp macro lags_until(trail, shown) as
    list_last(list_filter(trail, lambda step: list_contains(step.passes, shown))).clock + import_grace_hours();
create or replace temp macro lags(trail, shown, seen_at) as coalesce(lags_until(trail, shown) >= seen_at, false);
-- A refusal by the customer may be taken back and come again, so that the record may show what it could go on to, and lag all the same: behind a step
-- that it did not make itself.
create or replace temp macro lags_behind(trail, shown, seen_at) as lags(list_filter(trail, lambda step: step.ours), shown, seen_at);
create or replace temp macro is_live(status) as status not in ('DECLINED_BY_CUSTOMER', 'DECLINED_BY_SUPPLIER', 'CANCELED');
create or replace temp macro is_shipped(status) as status in ('PARTIALLY_SHIPPED', 'SHIPPED', 'COMPLETED');
-- How far along a logistic order is: from 1 while it is live, below 0 if it is not.
create or replace temp macro progress(status) as coalesce(nullif(list_position(['ORDER_CREATED', 'WAITING_CUSTOMER_APPROVAL',
    'WAITING_SUPPLIER_APPROVAL',
    'ACCEPTED_BY_SUPPLIER', 'WAITING_SHIPMENT', 'PARTIALLY_CANCELED', 'PARTIALLY_SHIPPED', 'SHIPPED', 'COMPLETED'], status), 0),
    -list_position(['CANCELED', 'DECLINED_BY_SUPPLIER', 'DECLINED_BY_CUSTOMER'], status))::tinyint;
-- The status of an order, over its live logistic orders; never the first one's (domain.md §2, Commercial order). `most` and `least` are the
-- greatest and the smallest progress, `least_live` the smallest of the live ones.
create or replace temp macro order_status(most, least, least_live) as case
    when most < 0 and most = least then ['CANCELED', 'DECLINED_BY_SUPPLIER', 'DECLINED_BY_CUSTOMER'][-most]
    when most < 0 then 'CANCELED'
    when least_live >= progress('SHIPPED') then case when least_live = progress('COMPLETED') then 'COMPLETED' else 'SHIPPED' end
    when most >= progress('PARTIALLY_CANCELED') then 'PARTIALLY_SHIPPED'
    else ['ORDER_CREATED', 'WAITING_CUSTOMER_APPROVAL', 'WAITING_SUPPLIER_APPROVAL', 'ACCEPTED_BY_SUPPLIER', 'WAITING_SHIPMENT'][least_live] end;
-- What a state of Mirakl's order means; how much of one that is SHIPPING is gone its shipments say (domain.md §2).
create or replace temp macro mirakl_status(state) as case when state = 'STAGING' then 'ORDER_CREATED'
    when state = 'WAITING_ACCEPTANCE' then 'WAITING_SUPPLIER_APPROVAL'
    when state in ('WAITING_DEBIT', 'WAITING_DEBIT_PAYMENT') then 'ACCEPTED_BY_SUPPLIER' when state = 'SHIPPING' then 'WAITING_SHIPMENT'
    when state in ('SHIPPED', 'TO_COLLECT') then 'SHIPPED' when state in ('RECEIVED', 'CLOSED') then 'COMPLETED'
    when state = 'REFUSED' then 'DECLINED_BY_SUPPLIER' when state = 'CANCELED' then 'CANCELED' end;
