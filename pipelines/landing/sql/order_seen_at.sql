-- The instant of an export without one in its name is its newest update date: lag is judged at it (domain.md §2).
update meta.read_files set seen_at = coalesce(seen_at, (select max(update_date) from landed))
where file_no = (select file_no from this_file)
