-- The next decision about every thing, held against those before it: how much it puts against an order, and why that is too much.
with turn as (
    select w.history, n.*, list_filter(w.history, lambda past: past.decision_id = n.undoes)[1] as target,
        n.size - assigned(w.history) - n.promised as rest
    from walk w join weighed n on n.subject = w.subject and n.seq = w.seq + 1
),
sized as (
    select *, case when action = 'ASSIGN' then coalesce(judged_amount, asked, rest) when action = 'WRITE_OFF' then asked end as amount from turn
)
select subject, seq, history, decision_id, action, undoes, order_no, amount, judged, judged_because, waits_for, refused_because, case
    when action = 'ASSIGN' and rest <= 0 then 'TOO_MUCH: nothing of the payment is left'
    when action = 'ASSIGN' and amount > rest then 'TOO_MUCH: only ' || rest || ' of the payment is left'
    when action = 'ASSIGN' and amount <= 0 then 'TOO_MUCH: an amount of 0 pays nothing'
    when action = 'UNDO' and target is null then 'LATER: the decision that it names is dated after it'
    when action = 'UNDO' and target.outcome = 'REFUSED' then 'NOTHING_TO_UNDO: the decision that it names was refused'
    when action = 'UNDO' and list_contains(undone(history), undoes) then 'NOTHING_TO_UNDO: the decision that it names is undone already'
    when action = 'UNDO' and assigned(list_append(history, {'seq': seq, 'decision_id': decision_id, 'action': action, 'undoes': undoes,
        'order_no': order_no,
        'amount': amount, 'outcome': 'APPLIED', 'reason': null})) > size
            then 'TOO_MUCH: what was assigned since would be more than all of the payment' end as too_much
from sized
