-- One row per file as it was found.
select file_id, feed, file_name, format, first_seen_at, rows_read, rows_loaded, rows_quarantined, rows_duplicate, status, reason from meta.read_files
