-- What a provider tells depends on more than its row: `claims` is the kind an operation has if `party` paid the same order, or if it names
-- the payment that it gives back; `asserted` is what somebody says of another's money. One operation told in two folders is one payment:
-- `own_no` is the number its own ids give it, `payment_no` that of the payment it tells of.
alter table facts.psp_events add column claims varchar;
alter table facts.psp_events add column party varchar;
alter table facts.psp_events add column asserted boolean;
alter table facts.psp_events add column own_no ubigint;
update facts.psp_events set asserted = false, own_no = payment_no;
