-- How many rows of the file that name this logistic order were refused: they may be lines of it, which then are not missing. Null for none.
alter table facts.snapshots add column lines_refused integer;
