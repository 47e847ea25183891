-- One row per batch that was published and currency: all settled money in and what became of it.
select b.run_id, p.currency, p.money_in, p.matched, p.suggested, p.unmatched, p.ignored, p.not_matchable, p.allocated, p.unallocated
from facts.money_proofs p join meta.batches b using (batch) where b.status is not null
