-- A payment's id is `pay_` and 16 hexadecimal digits (contract.md §4); inside, the number they write.
create or replace temp macro payment_no(fields) as ('0x' || left(sha256(array_to_string(fields, chr(31))), 16))::ubigint;
create or replace temp macro payment_id(payment_no) as format('pay_{:016x}', payment_no);
create or replace temp macro provided(cell) as case when upper(cell) in ('NOTPROVIDED', 'NONREF') then null else cell end;
create or replace temp macro line_counts(line_status) as line_status is null or not (
    upper(line_status) in ('CANCELED', 'CANCELLED', 'REFUSED') or starts_with(upper(line_status), 'DECLINED_'));
-- A 64-bit half of an MD5 over cells in their typed form; DuckDB's own hash() collides on references, and md5_number_lower() takes four times as
-- long as to cut the whole number. An empty cell is none.
create or replace temp macro digest_of(text) as (md5_number(text) & 18446744073709551615::uhugeint)::hugeint;
create or replace temp macro header_digest(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q) as digest_of(concat(
    a, chr(31), b, chr(31), c, chr(31), d, chr(31), e, chr(31), f, chr(31),
    g, chr(31), h, chr(31), i, chr(31), j, chr(31), k, chr(31), l, chr(31),
    m, chr(31), n, chr(31), o, chr(31), p, chr(31), q));
create or replace temp macro line_digest(a, b, c, d, e, f, g, h, i, j, k, l, m, n) as digest_of(concat(
    a, chr(31), b, chr(31), c, chr(31), d, chr(31), e, chr(31), f, chr(31),
    g, chr(31), h, chr(31), i, chr(31), j, chr(31), k, chr(31), l, chr(31),
    m, chr(31), n));
-- A cell that is an order reference by its shape, and the only one that stands in a text between blanks and the like.
create or replace temp macro shaped(cell) as case when regexp_full_match(upper(cell), order_reference()) then cell end;
-- A cell that may be any name of an order: the id it has elsewhere counts if it looks like one (domain.md §1).
create or replace temp macro named_so(cell) as case when regexp_full_match(cell, external_id_pattern()) and not contains(cell, ' ') then cell end;
create or replace temp macro references_in(words) as list_distinct(regexp_extract_all(words, '(^| )(' || order_reference() || ')( |$)', 2));
create or replace temp macro only_one(found) as case when len(found) = 1 then found[1] end;
create or replace temp macro reference_in(words) as only_one(references_in(regexp_replace(upper(words), '[^0-9A-Z-]+', '  ', 'g')));
-- The cells of a row as it stands in its file, be it CSV or JSON, in capitals.
create or replace temp macro cells_of(raw_row) as regexp_split_to_array(trim(upper(raw_row)), '[[:space:]]*[;,"{}:\[\]\t\r\n]+[[:space:]]*');
-- Whether a shipment, or a line, in this state of Mirakl's has left the supplier (domain.md §2).
create or replace temp macro is_gone(state) as state in ('SHIPPED', 'TO_COLLECT', 'RECEIVED', 'CLOSED');
-- The day a file's name tells, in the shop's time zone; its end is the next midnight.
create or replace temp macro day_in_name(instant_in_name, end_of_day_in_name) as
    (coalesce(instant_in_name, end_of_day_in_name - interval 1 microsecond) at time zone time_zone())::date;
-- References are kept in capitals, and as they were written where that is another spelling.
create or replace temp macro unless_in_capitals(reference) as nullif(reference, upper(reference));
-- By what a line of a bank is known beside its account, day and amount: the bank's reference, else its content (contract.md §3.4).
create or replace temp macro content_of_line(bank_reference, value_date, payer_name, remittance,
    end_to_end_id) as case when bank_reference is not null then [bank_reference]
    else [coalesce(value_date::varchar, ''), coalesce(payer_name, ''), coalesce(remittance, ''), coalesce(end_to_end_id, '')] end;
-- What an operation may be, by provider: the kind it is told as, and what it claims to be besides (formats.md §3 and §4).
create or replace temp macro kinds(provider, kind, claims) as list_transform(
    list_distinct([kind] || case when claims = 'REFUND_OR_ITS_RETURN' then ['REFUND', 'REFUND_RETURN'] when claims is null then [] else [claims] end),
    lambda one: [upper(provider), one]);
