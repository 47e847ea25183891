-- The matches are a view of two tables from now on, which the next night derives: what was one table is gone, and older versions refuse the file.
drop table if exists steps.matches;
