-- The orders that payments from some IBANs (`payers`) were put against: by these a payer may be known (domain.md §5, Known payer).
select v.payer_iban as iban, m.order_no
from (select payment_no, payer_iban from steps.movements where payer_iban in (select iban from payers)) v
join (select payment_no, order_no from facts.standing_matches union all select payment_no, order_no from told) m using (payment_no)
union all
select payer_iban, order_no from answers where status = 'MATCHED' and payer_iban in (select iban from payers)
