-- One row per run of at most six pieces of a payment's text that may be a reference: a text is cut into pieces of letters and digits (domain.md §5).
-- `tidied` has no zeros in front of a number, `squeezed` no separators. `loose`: date and number stand apart by something else than a hyphen or
-- slash, or the number goes on with letters that may be its own; `goes_on`: a hyphen and a digit follow; `cut`: it ends where its field is full;
-- `listed`: the number that follows behind a comma or the like.
with texts as (
    select payment_no, 1 as field, remittance as text from unread where remittance is not null
    union all
    select payment_no, 2, remittance_joined from unread where remittance_joined is not null
    union all
    select payment_no, 3, order_field from unread where order_field is not null and payment_no not in (select payment_no from structured)
    union all
    select payment_no, 4, end_to_end_id from unread
        where (regexp_matches(end_to_end_id, '[0-9]{6}') or regexp_full_match(upper(end_to_end_id), order_reference()))
            and payment_no not in (select payment_no from structured)
    union all
    select payment_no, 5, structured_reference from unread
        where regexp_full_match(upper(structured_reference), order_reference()) and payment_no not in (select payment_no from structured)
),
spelled as (
    -- Dashes of all kinds are hyphens; a text of one byte a letter holds none of the others.
    select payment_no, field, length(text) as size,
        case when strlen(text) = length(text) then upper(text) else regexp_replace(upper(text), '[‐-―−]', '-', 'g') end as text
    from texts
),
periods as (
    select * replace (case when regexp_matches(text, '[0-9]{4}-[0-9]{2}-[0-9]{2} *[-/] *[0-9]{4}-')
            then regexp_replace(text, '\b(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2} *[-/] *(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\b', ' ', 'g')
                else text end as text)
    from spelled
),
masked as (
    -- Whatever looks like an RF reference is read by its check digits alone; two dashed dates are a period.
    select payment_no, field, size,
        case when contains(text, 'RF') then regexp_replace(text, rf_shape(), ' ', 'g') else text end as text
    from periods
),
cut_up as (
    select payment_no, field, text, size, regexp_extract_all(text, '[0-9A-Z]+') as pieces, regexp_split_to_array(text, '[0-9A-Z]+') as gaps
    from masked
),
starts as (
    select payment_no, field, size, pieces, gaps, unnest(range(1, len(pieces) + 1)) as first from cut_up
),
-- Texts of a few thousand payments are one piece of work; what is kept in between is cut in two for two cores.
bounded as materialized (
    -- A word without digits that no sign joins to another can be an id from elsewhere, by itself.
    select *, pieces[first] as head, not regexp_matches(pieces[first], '[0-9]') and not joins(gaps[first + 1]) as alone,
        -- Letters glued to a date are no part of it.
        case when regexp_matches(pieces[first], '^[A-Z]+[0-9O]{8,}') then regexp_replace(pieces[first], '^[A-NP-Z]*[A-Z]*?([0-9][0-9O]{7,}.*)$', '\1')
            when regexp_matches(pieces[first], '[A-NP-Z][0-9][0-9O]{7,}$') then regexp_extract(pieces[first], '[0-9][0-9O]{7,}$')
            when regexp_full_match(pieces[first], '[A-Z]{2,}[0-9]+') and gaps[first + 1] in ('-', '/') then regexp_extract(pieces[first], '[0-9]+$')
            else pieces[first] end as core
    from starts
    where (regexp_matches(pieces[first], '[0-9]') or joins(gaps[first + 1]) or regexp_full_match(pieces[first], external_id_pattern()))
        and not (gaps[first] = '-' and first > 1 and regexp_matches(pieces[first - 1], '[0-9]$'))
),
windows as (
    select payment_no, field, size, pieces, gaps, first, core, core <> head as glued,
        unnest(range(first, case when alone then first + 1 else least(first + 6, len(pieces) + 1) end)) as last
    from bounded
),
joined as materialized (
    select payment_no, field, first, last, glued,
        last = len(pieces) and gaps[last + 1] = '' and size in (35, 65, 70, 140) as cut,
        -- A word behind a number is a word; a letter or two, or figures as well, may be a part of it.
        last > first and regexp_matches(pieces[last], '^[0-9][0-9O]*[A-NP-Z]') and not regexp_full_match(pieces[last], '[0-9O]+[A-Z]{3,}') as grown,
        case when last < len(pieces) and regexp_full_match(gaps[last + 1], ' *[,;+&/] *') and regexp_full_match(pieces[last + 1], '[0-9]+')
            then listed_from(pieces, gaps, last) end as listed,
        last < len(pieces) and gaps[last + 1] = '-' and regexp_matches(pieces[last + 1], '^[0-9]') as goes_on,
        array_to_string(list_transform(range(first, last + 1), lambda i: pieces[i] || case when i < last then gaps[i + 1] else '' end),
            '') as written,
        array_to_string(list_transform(range(first, last + 1), lambda i:
            case when i = first then core when i = last and regexp_matches(pieces[i], '^[0-9][0-9O]*[A-NP-Z]')
                then regexp_extract(pieces[i], '^[0-9][0-9O]*') else pieces[i] end
            || case when i = last then '' when regexp_matches(gaps[i + 1], '[\r\n]') then '~'
                when regexp_matches(gaps[i + 1], '^ *(-+|/) *$') then '-' else '~' end), '') as shape
    from windows
),
dashed as (
    select * exclude (shape), regexp_replace(case when regexp_matches(shape, '^[-~0-9O]+$') then replace(shape, 'O', '0') else shape end,
        '^([0-9]{4})-([0-9]{2})-([0-9]{2})([-~].*)$', '\1\2\3\4') as shape
    from joined where length(shape) between 4 and 60
),
shaped as (
    -- A date may be written in pieces; what comes behind a hyphen is apart from it all the same.
    select * exclude (shape), case when contains(shape, '~') and not regexp_matches(written, '[\r\n]')
        then regexp_replace(shape, '^((?:19|20)[0-9]{2})[-~]?(0[1-9]|1[0-2])[-~]?(0[1-9]|[12][0-9]|3[01])(-.*)$', '\1\2\3\4') else shape end as shape
    from dashed
),
keyed as (
    select *, tidy(replace(shape, '~', '-')) as tidied, squeezed(shape) as squeezed, contains(shape, '~') or grown as loose,
        regexp_matches(written, '[0-9A-Z][ \r\n]+[0-9A-Z]') as blank_inside
    from shaped
)
select * from keyed
