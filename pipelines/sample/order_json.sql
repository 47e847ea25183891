-- One row per commercial order of a JSON export: DJUST's own document (formats.md §1).
with parts_told as (
    select i, n, any_value(commercial_reference) as reference, any_value(created_at) as created_at, max(updated_at) as updated_at,
        any_value(account_id) as account_id, any_value(customer_id) as customer_id, any_value(option) as option, any_value(provider) as provider,
        any_value(message) as message, any_value(currency) as currency, any_value(status) as status,
        to_json({
            'id': 'lo-' || lpad((i * 10 + n)::varchar, 12, '0'), 'reference': any_value(logistic_reference),
            'externalId': any_value(external_id), 'externalSource': any_value(source), 'status': any_value(status),
            'paymentStatus': any_value(recorded), 'paymentOption': any_value(option), 'incidentDeclared': false,
            'supplierSnapshot': {'id': any_value(supplier_id)}, 'shippedAt': any_value(shipped_at), 'updatedAt': any_value(updated_at),
            'orderLogisticPrices': {'currency': any_value(currency)},
            'lines': list({
                'id': line_id, 'externalId': line_id, 'variantExternalId': variant_id, 'productName': product_name, 'quantity': quantity,
                'confirmedQuantity': confirmed_quantity, 'status': line_status,
                'orderLogisticLinePriceDto': {'price': price, 'confirmedPrice': confirmed_price, 'taxRate': rate, 'taxAmount': tax,
                    'shippingPriceWithoutTaxes': shipping, 'shippingTaxAmount': shipping_tax, 'totalPriceWithTaxes': stated_total},
                'customFieldValues': {'CF_DELIVERY_WINDOW': delivery_window}
            } order by l)
        }) as part
    from order_rows group by i, n
)
select to_json({
    'id': 'co-' || lpad(i::varchar, 12, '0'), 'reference': any_value(reference), 'externalId': 'WEB-' || lpad(i::varchar, 8, '0'),
    'createdAt': any_value(created_at), 'updatedAt': max(updated_at), 'status': min_by(status, n), 'accountExternalId': any_value(account_id),
    'customerExternalId': any_value(customer_id), 'paymentOption': any_value(option), 'paymentProvider': any_value(provider),
    'orderMessage': any_value(message), 'orderLogisticPrices': {'currency': any_value(currency)}, 'orderLogistics': list(part order by n)
})::varchar as document
from parts_told group by i order by i
