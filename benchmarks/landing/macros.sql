-- Words and amounts that several queries of this folder need.
create macro next_status(status) as case status when 'WAITING_SUPPLIER_APPROVAL' then 'WAITING_SHIPMENT' when 'WAITING_SHIPMENT' then 'SHIPPED'
    when 'SHIPPED' then 'COMPLETED' else status end;
create macro tax_of(quantity, price) as round(quantity * price * 0.20, 2)::decimal(18, 2);
create macro line_total(quantity, price, shipping) as (quantity * price + tax_of(quantity, price) + shipping)::decimal(18, 2);
create macro iso(instant) as strftime(instant, '%Y-%m-%dT%H:%M:%SZ');
create macro bban(account) as '2004101005' || lpad(account::varchar, 13, '0');
-- F is 15, R is 27: ISO 13616.
create macro iban(account) as 'FR' || lpad((98 - (bban(account) || '152700')::hugeint % 97)::varchar, 2, '0') || bban(account);
