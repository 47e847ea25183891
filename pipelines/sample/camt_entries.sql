-- One row per statement of the account whose bank writes camt.053: its period, its sums and its entries as XML.
with lines as (
    select b.*, (getvariable('until') - b.booked_on) // getvariable('period') as age,
        row_number() over (order by b.booked_on, b.i, b.copy) as place,
        case when b.amount < 0 then 'Cdtr' else 'Dbtr' end as side
    from bank_lines b where own = 'CAMT'
),
escaped as (
    select *, list_transform([payer_name, remittance, end_to_end_id],
        lambda cell: replace(replace(replace(coalesce(cell, ''), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')) as texts
    from lines
),
written as (
    select age, place, amount, '   <Ntry>' || chr(10) || '    <NtryRef>' || place || '</NtryRef>' || chr(10)
        || '    <Amt Ccy="' || currency || '">' || abs(amount) || '</Amt><CdtDbtInd>' || case when amount < 0 then 'DBIT' else 'CRDT' end ||
            '</CdtDbtInd>'
        || '<Sts><Cd>BOOK</Cd></Sts>' || chr(10)
        || '    <BookgDt><Dt>' || booked_on || '</Dt></BookgDt><ValDt><Dt>' || booked_on || '</Dt></ValDt>'
        || coalesce('<AcctSvcrRef>' || bank_reference || '</AcctSvcrRef>', '') || chr(10)
        || '    <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>' || case when amount < 0 then 'ICDT' else 'RCDT' end ||
            '</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>' || chr(10)
        || '    <NtryDtls><TxDtls><Refs><EndToEndId>' || case when texts[3] = '' then 'NOTPROVIDED' else texts[3] end ||
            '</EndToEndId></Refs>' || chr(10)
        || '     <RltdPties><' || side || '><Pty><Nm>' || texts[1] || '</Nm></Pty></' || side || '>'
        || coalesce('<' || side || 'Acct><Id><IBAN>' || payer_iban || '</IBAN></Id></' || side || 'Acct>', '') || '</RltdPties>' || chr(10)
        -- Where a text was broken over two lines, the bank sends two parts.
        || '     <RmtInf><Ustrd>' || replace(texts[2], chr(10), '</Ustrd><Ustrd>') || '</Ustrd>'
        || coalesce('<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>' || structured_reference ||
            '</Ref></CdtrRefInf></Strd>', '')
        || '</RmtInf>' || coalesce('<RtrInf><Rsn><Cd>' || return_reason || '</Cd></Rsn></RtrInf>', '') || '</TxDtls></NtryDtls>' || chr(10)
        || '   </Ntry>' as entry
    from escaped
)
select age, sum(amount)::decimal(18, 2) as moved, string_agg(entry, chr(10) order by place) as entries from written group by age order by age desc
