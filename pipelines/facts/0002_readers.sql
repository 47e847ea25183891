-- By which version of the rules a file was read: what was rejected is read again by another one.
alter table meta.known add column reader varchar;
