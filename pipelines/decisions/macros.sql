-- What decisions about one thing come to, one after the other. A history is a list of them in the order in which they count; an UNDO that stands itself
-- takes away the one it names, so that the last ones are looked at first.
create or replace temp macro undone(history) as list_reduce(list_reverse(list_filter(history, lambda d: d.action = 'UNDO' and d.outcome = 'APPLIED')),
    lambda gone, d: case when list_contains(gone, d.decision_id) then gone else list_append(gone, d.undoes) end, []::varchar[]);
create or replace temp macro still_standing(history) as list_filter(history, lambda d: d.outcome = 'APPLIED' and not list_contains(undone(history), d.decision_id));
-- Of what was assigned, what no later decision has taken back.
create or replace temp macro not_taken_back(standing) as list_filter(standing, lambda a: a.action = 'ASSIGN' and len(list_filter(standing, lambda d: d.seq > a.seq
    and (d.action = 'IGNORE_PAYMENT' or d.action = 'UNASSIGN' and (d.order_no is null or d.order_no = a.order_no)))) = 0);
create or replace temp macro assigned(history) as coalesce(list_sum(list_transform(not_taken_back(still_standing(history)), lambda a: a.amount)), 0)::decimal(18, 2);
