-- One row per token that looks like an RF creditor reference, and whether its check digits hold. In a text it ends before the first blank-separated
-- group with letters (X apart), never before a group of digits (domain.md §5). An id that a bank passes through is one only if they do.
with texts as (
    select payment_no, upper(concat_ws(' ', structured_reference, remittance)) as text, false as passed_through from unread
    where contains(upper(concat_ws(' ', structured_reference, remittance)), 'RF')
    union all
    select payment_no, upper(end_to_end_id), true from unread where starts_with(upper(end_to_end_id), 'RF')
),
tokens as (
    select payment_no, rtrim(unnest(regexp_extract_all(text, rf_shape())), ' .,;:+') as token, passed_through from texts
),
checked as (
    select *, case when length(squeezed(token)) between 5 and 25 then mod97(rf_digits(squeezed(token))) = 1 else false end as valid from tokens
)
select payment_no, token, valid from checked where valid or not passed_through
