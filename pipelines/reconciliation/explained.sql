-- Why a payment was decided as it was, in words for whoever reads the match (domain.md §5).
case
    when set_aside is not null then set_aside
    when tied and kind in ('PAYMENT_RETURN', 'CHARGEBACK') then 'gives back payment ' || payment_id(original_id) || ': ' || tie
        || case when bank_says then ', and the bank says that it is a return' else '' end
        || case when original_whole < size and bank_says then '; the bank took ' || (size - original_whole) || ' for it' else '' end
    when tied and kind = 'REFUND' and original_kind = 'REFUND_RETURN' then 'refunds again what came back as ' ||
        payment_id(original_id) || ': ' || tie
    when tied and kind = 'REFUND' and again then 'refunds payment ' || payment_id(original_id) ||
        ' once more: it copies its end-to-end id, and that went back already'
    when tied and kind = 'REFUND' then 'refunds payment ' || payment_id(original_id) ||
        ': it copies its end-to-end id, and the order was not live or owed less'
    when tied then 'the refund ' || payment_id(original_id) || ' came back' ||
        case when unequal then ' in part: the same end-to-end id' else ': ' || tie end
    when kind = 'OTHER' and direction = 1 and original_id is null then 'the bank calls it the return of a debit, and no known order is named'
    when kind = 'OTHER' and direction = 1 then 'undoes the debit ' || payment_id(original_id) || ', which was no refund'
    when kind = 'OTHER' then 'money out that is no refund of a known order'
    when kind = 'PAYMENT_RETURN' then 'gives back payment ' || payment_id(original_id) || ', which pays no order'
    when verdict = 'IGNORED' then 'names an order nobody knows, and is dated before the shop began with the suite'
    when verdict = 'TAKEN_AWAY' then 'a person took it away from the order that it names'
    when verdict <> 'MATCHED' and named_surely and unexplained then 'the bank calls it a return, and what it gives back is not known'
    when verdict <> 'MATCHED' and named_surely then 'money out that names ' || called || ', but its counterparty is not known to have paid it'
    when rule = 'STRUCTURED' then named_by_field(field, called, written) || rejected
    when rule = 'EXACT' then 'the text says ' || written || ' literally, and names nothing else' || rejected
    when rule = 'NORMALISED' then 'the text says ' || written || ', which tidied is ' || called || rejected
    when rule = 'MULTIPLE' then 'names ' || all_orders || ', which together owed exactly this, and nothing that is unknown'
    when rule = 'FUZZY' then written || ' is no known reference, and one edit from ' || called ||
        ', which owed exactly this; the payer is known for its account alone, and no other order of it owed as much'
    when rule = 'CURRENCY' then 'names ' || called || ', which is in ' || coalesce(order_currency, 'several currencies') || ' and not in ' || currency
    when rule = 'BROKEN_RF' then 'the RF reference in the text fails its check digits'
    when rule = 'CUT' then 'the text may be cut after ' || written || ', and the amount is not what is open'
    when rule = 'COPIED' then called || ' owes nothing any more, and another order of the account owes exactly this'
    when rule = 'VETO' then 'the payer is known for other accounts only, and the amount is not what is open'
    when goes_on then 'the reference in the text goes on after ' || all_orders
    when names_unknown and all_orders is not null then 'names ' || all_orders || ' and a reference that is not known'
    when names_unknown then 'names a reference that is not known'
    when several_orders > 1 then 'names ' || all_orders || ', and they do not owe exactly this together'
    when all_orders is not null then 'may mean ' || all_orders || ', and neither the amount nor the payer decides'
    else 'no known order is named' end
