-- Of the pages of a statement that stand in one file the first; `page` is the last. Null for what was stored before: such a file counts as its last
-- page.
alter table facts.statements add column first_page integer;
