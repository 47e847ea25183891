-- Whether the record may still show a status that the logistic order has passed: within the hours of grace from the step that
-- passed it last, judged at the instant of the file (domain.md §2). A clock at infinity has not begun.
create or replace temp macro lags(trail, shown, seen_at) as coalesce(
    list_last(list_filter(trail, lambda step: list_contains(step.passes, shown))).clock >= seen_at - import_grace_hours(), false);
create or replace temp macro is_live(status) as status not in ('DECLINED_BY_CUSTOMER', 'DECLINED_BY_SUPPLIER', 'CANCELED');
create or replace temp macro is_shipped(status) as status in ('PARTIALLY_SHIPPED', 'SHIPPED', 'COMPLETED');
-- How far along a live logistic order is, for the least advanced of an order.
create or replace temp macro progress(status) as list_position(['ORDER_CREATED', 'WAITING_CUSTOMER_APPROVAL', 'WAITING_SUPPLIER_APPROVAL',
    'ACCEPTED_BY_SUPPLIER', 'WAITING_SHIPMENT', 'PARTIALLY_CANCELED', 'PARTIALLY_SHIPPED', 'SHIPPED', 'COMPLETED'], status);
