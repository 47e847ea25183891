-- What an operation claims to be, unless one of its rows says for certain what it is.
case when count(*) filter (where claims is null and not asserted) over (partition by payment_no) = 0 then claims end
