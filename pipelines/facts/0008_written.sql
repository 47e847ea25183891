-- References as they were written, where that was not in capitals (domain.md §7, UNKNOWN_ORDER).
alter table facts.psp_events add column written varchar;
alter table facts.incident_rows add column written varchar;
alter table facts.decision_rows add column written varchar;
alter table facts.mirakl_shipments add column written varchar;
alter table facts.finding_openings add column written varchar;
