-- One row per token that looks like an RF creditor reference, and whether its check digits hold. In a text it ends before the first
-- blank-separated group with letters (X apart), never before a group of digits (domain.md §5).
with texts as (
    select payment_no, upper(concat_ws(' ', structured_reference, remittance)) as text from unread
    where contains(upper(concat_ws(' ', structured_reference, remittance)), 'RF')
),
tokens as (
    select payment_no, unnest(regexp_extract_all(text, '\bRF[0-9]{2}[0-9A-Z]*(?: +[0-9X]+\b)*')) as token from texts
)
select payment_no, token, length(squeezed(token)) between 5 and 25 and mod97(rf_digits(squeezed(token))) = 1 as valid from tokens
