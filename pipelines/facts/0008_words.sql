-- References as they were written, where that was not in capitals (domain.md §7, UNKNOWN_ORDER).
alter table facts.psp_events add column written varchar;
alter table facts.incident_rows add column written varchar;
alter table facts.decision_rows add column written varchar;
alter table facts.mirakl_shipments add column written varchar;
alter table facts.finding_openings add column written varchar;
-- Whatever else a finding was told with since it was opened: a decision about it is about what was told last.
create table facts.finding_words(finding_id varchar using compression zstd, batch integer, amount decimal(18, 2), message varchar);
-- Which accounts a bank file tells of, and up to which day, be its lines known or not.
create table facts.bank_days(file_no integer, account_iban varchar, currency varchar, booked_on date);
insert into facts.bank_days select file_no, account_iban, currency, max(booked_on) filter (where booked) from facts.bank_lines group by file_no,
    account_iban, currency;
