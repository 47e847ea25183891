-- How new a row of reference data is among those of its id, to be ordered by: by the instant or date in its file's name, else by when the file was
-- first seen, then by the greater name (contract.md §3.6). `f`: its file.
{'told_at': coalesce(f.instant_in_name, f.end_of_day_in_name, f.first_seen_at), 'batch': f.batch, 'name': f.file_name, 'line': line_number}
