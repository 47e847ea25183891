-- One row per undecided payment and order, or logistic order, whose open amount its rules look at.
select distinct u.payment_no, c.order_no, c.lo_no, u.booked_on, u.turn, u.place
from undecided u join (
    select payment_no, order_no, lo_no from spots where order_no is not null
    union select payment_no, order_no, null from spots where order_no is not null
    union select payment_no, order_no, lo_no from structured
    union select payment_no, order_no, null from structured
    union select payment_no, order_no, lo_no from misreadings
    union select payment_no, order_no, null from misreadings
    union select t.payment_no, a.order_no, unnest([null, a.lo_no]) from undecided t join assumed a on a.payment_no = t.original_id
        where a.order_no is not null
) c using (payment_no)
