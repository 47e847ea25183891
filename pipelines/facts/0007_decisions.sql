-- A payment may be put against several orders: `nth` of its parts, of a payment of `payment_amount`; `again` where an earlier match of the
-- payment stood before it.
alter table facts.standing_matches add column nth integer;
alter table facts.standing_matches add column payment_amount decimal(18, 2);
alter table facts.standing_matches add column again boolean;
-- A part in the order's own currency, where that is another.
alter table facts.standing_matches add column counts decimal(18, 2);
update facts.standing_matches set nth = 1, payment_amount = amount, again = false;
-- What was applied or refused stays so; `amount` is what an assignment was given.
create table facts.judged_decisions(decision_id varchar, batch integer, outcome varchar, reason varchar, amount decimal(18, 2));
-- A finding may be closed by a decision, with the amount and the words it had then.
alter table facts.finding_closings add column decision_id varchar;
alter table facts.finding_closings add column amount decimal(18, 2);
alter table facts.finding_closings add column message varchar;
alter table meta.batches add column lines_rounded bigint;
-- What a batch tells a person to edit in DJUST.
create table facts.payment_updates(
    batch integer, order_no integer, external_id varchar using compression uncompressed, recorded_payment_status varchar, payment_status varchar,
    amount_due decimal(18, 2), amount_received decimal(18, 2), amount_refunded decimal(18, 2), reason varchar
);
-- What came in and what became of it, as each batch published it.
create table facts.money_proofs(
    batch integer, currency varchar, money_in decimal(18, 2), matched decimal(18, 2), suggested decimal(18, 2), unmatched decimal(18, 2),
    ignored decimal(18, 2), not_matchable decimal(18, 2), allocated decimal(18, 2), unallocated decimal(18, 2)
);
