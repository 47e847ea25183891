-- What bank statements say of themselves: by these their lines are controlled. `subject` names a statement in findings.
create table facts.statements(
    subject varchar, file_no integer, line_number bigint, account_iban varchar, statement_name varchar, page integer, sequence bigint,
    statement_date date, currency varchar, opening_balance decimal(18, 2), closing_balance decimal(18, 2), booked decimal(18, 2), lines integer
);
-- One line told in two formats is one payment: `own_no` is the number its own content gives it, `payment_no` that of the payment it tells of.
alter table facts.bank_lines add column own_no ubigint;
update facts.bank_lines set own_no = payment_no;
-- A part of a batch that a notification takes apart: what the batch is called, and what it moved as one line of the statement.
alter table facts.bank_lines add column batch_reference varchar;
alter table facts.bank_lines add column batch_amount decimal(18, 2);
