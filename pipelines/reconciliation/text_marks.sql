-- The marks of every name a payment's text may be read as; a window in the midst of a list has two.
select payment_no, mark_of(squeezed(tidied)) as mark from windows
union select payment_no, mark_of(squeezed) from windows
union select payment_no, mark_of(squeezed(written)) from windows
union select payment_no, mark_of(squeezed(tidy(written))) from windows where glued
union select payment_no, mark_of(squeezed(tidy(split_part(shape, '-', 1) || '-' || number))) from (select *, unnest(listed) as number from windows)
    where number is not null and regexp_full_match(shape, '[0-9]{8}-[0-9]+')
union select payment_no, mark_of(squeezed(upper(field)))
from (select payment_no, unnest([order_field, end_to_end_id, structured_reference]) as field from unread) where field is not null
union select payment_no, mark_of(squeezed(replace(substr(squeezed(token), 5), 'X', ''))) from rf_tokens where valid
union from ({reconciliation/simple_marks}) semi join unread using (payment_no)
