-- One row per payment and order that a field made for references names: the PSP's order field, a valid RF creditor reference
-- (ISO 11649) or the end-to-end id (domain.md §5, STRUCTURED).
with fields as (
    select payment_no, 'the order field' as field, order_field as written, order_field as reference, null as squeezed from unread
        where order_field is not null
    union all
    select payment_no, 'the end-to-end id', end_to_end_id, upper(end_to_end_id), null from unread where end_to_end_id is not null
    union all
    select payment_no, 'the structured reference', structured_reference, upper(structured_reference), null from unread
        where structured_reference is not null
    union all
    select payment_no, 'the RF reference', token, null, squeezed(replace(substr(squeezed(token), 5), 'X', '')) from rf_tokens where valid
),
near as materialized (
    select distinct reference, order_no, lo_no, rank from {reconciliation/marked}
    where mark in (select mark_of(squeezed(reference)) from fields where reference is not null
        union select mark_of(squeezed) from fields where squeezed is not null)
),
named as (
    select f.payment_no, f.field, f.written, k.order_no, k.lo_no, k.rank from fields f join near k on k.reference = f.reference
    union all
    select f.payment_no, f.field, f.written, k.order_no, k.lo_no, k.rank
    from fields f join near k on k.rank <= 2 and squeezed(k.reference) = f.squeezed
)
select payment_no, order_no, lo_no, field, written from named
-- An order may be called as a part of another is; names from elsewhere count where no reference is meant.
qualify greatest(rank, 2) = min(greatest(rank, 2)) over (partition by payment_no, field, written)
