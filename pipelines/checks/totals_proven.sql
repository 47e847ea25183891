-- Currencies whose money in is not the sum of what became of it, or whose matched money is not the sum of its parts.
select currency as broken from steps.money_proof
where money_in <> matched + suggested + unmatched + ignored + not_matchable or matched <> allocated + unallocated
