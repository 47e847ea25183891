-- One row per logistic order of the file: this file shows that snapshot, be it old or new.
select snapshot_no, (select file_no from this_file) as file_no from heads
