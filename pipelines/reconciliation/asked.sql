-- One row per undecided payment and order, or logistic order, whose open amount its rules look at.
select distinct u.payment_id, c.order_reference, c.logistic_reference, u.booked_on, u.turn, u.place
from undecided u join (
    select payment_id, order_reference, logistic_reference from spots where order_reference is not null
    union select payment_id, order_reference, null from spots where order_reference is not null
    union select payment_id, order_reference, logistic_reference from structured
    union select payment_id, order_reference, null from structured
    union select t.payment_id, a.order_reference, null from undecided t join assumed a on a.payment_id = t.original_id
        where a.order_reference is not null
) c using (payment_id)
