create or replace temp macro told(code, severity, amount, business_at, message, suggested_action) as
    {'code': code, 'severity': severity, 'amount': amount::decimal(18, 2), 'business_at': business_at::timestamptz, 'message': message,
        'suggested_action': suggested_action};
create or replace temp macro finding_id(code, order_reference, logistic_reference, payment_id, subject, first_seen_at) as 'fnd_' ||
    left(sha256(concat_ws(chr(31),
    code, coalesce(order_reference, ''), coalesce(logistic_reference, ''), coalesce(payment_id, ''), coalesce(subject, ''),
    strftime(first_seen_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ'))), 16);
-- Whether an incident was open at a moment, by all that it told; before its first word, from the day on that it says it was opened.
create or replace temp macro was_open(words, opened_at, instant) as coalesce(list_filter(words, lambda word: word.moment <= instant)[-1].open,
    opened_at <= instant);
