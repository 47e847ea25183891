-- The instant of an export without one in its name is its newest update date: lag is judged at it (domain.md §2). What is dated ahead says nothing
-- about when the file was written.
update meta.read_files set seen_at = coalesce(seen_at, (select max(update_date) filter (where update_date <= as_of()) from landed), first_seen_at)
where file_no = (select file_no from this_file)
