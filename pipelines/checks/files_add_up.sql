-- Files whose rows did not all end in exactly one outcome.
select f.file_name as broken
from meta.read_files f left join (select file_no, count(*) as refused from meta.refused_rows group by 1) q using (file_no)
where f.rows_read <> f.rows_loaded + f.rows_quarantined + f.rows_duplicate or f.status = 'LOADED' and f.rows_quarantined <> coalesce(q.refused, 0)
