-- What decisions about one thing come to, one after the other. A history is a list of them in the order in which they count; an UNDO that stands
-- itself takes away the one it names, so that the last ones are looked at first. A lambda's parameter must not be called like a table of the query
-- that calls it: DuckDB would take the table.
create or replace temp macro undone(history) as list_reduce(list_reverse(list_filter(history,
    lambda past: past.action = 'UNDO' and past.outcome = 'APPLIED')),
    lambda gone, past: case when list_contains(gone, past.decision_id) then gone else list_append(gone, past.undoes) end, []::varchar[]);
create or replace temp macro still_standing(history) as list_filter(history,
    lambda past: past.outcome = 'APPLIED' and not list_contains(undone(history), past.decision_id));
-- Of what was assigned, what no later decision has taken back.
create or replace temp macro not_taken_back(standing) as list_filter(standing,
    lambda given: given.action = 'ASSIGN' and len(list_filter(standing, lambda later: later.seq > given.seq
    and (later.action = 'IGNORE_PAYMENT' or later.action = 'UNASSIGN' and (later.order_no is null or later.order_no = given.order_no)))) = 0);
create or replace temp macro assigned(history) as coalesce(list_sum(list_transform(not_taken_back(still_standing(history)),
    lambda given: given.amount)), 0)::decimal(18, 2);
