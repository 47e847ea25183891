-- One row per commercial order: what it owes, or owed before all of it was canceled; so much is paid.
select l.i, coalesce(sum(total) filter (p.status <> 'CANCELED'), sum(total))::decimal(18, 2) as due
from lines l join parts p using (i, n) group by l.i
