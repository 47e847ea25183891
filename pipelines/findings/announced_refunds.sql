-- One row per order of which a refund was announced long ago and has not been settled (domain.md §7, REFUND_NOT_SETTLED): by Mirakl, whose refunds
-- are expectations and no movements, or by a provider where it is pending still. Taxes come on top where Mirakl's prices are without them, and
-- are all of a refund that gives back nothing else.
with of_mirakl as (
    select m.order_no, m.tax_excluded, p.line_id, p.refund_id, max(p.moved_at) as announced_at,
        coalesce(sum(coalesce(p.amount, 0) + coalesce(p.shipping_amount, 0)) filter (where p.kind in ('REFUND', 'REFUND_FEE')), 0) as goods,
        coalesce(sum(p.amount) filter (where p.kind in ('REFUND_TAX', 'REFUND_SHIPPING_TAX')), 0) as taxes
    from mirakl_los m join mirakl_parts p using (snapshot_no) where m.newest = 1 and p.refund_id is not null group by all
),
expected as (
    select order_no, sum(goods + case when tax_excluded or goods = 0 then taxes else 0 end) as amount, min(announced_at) as announced_at
    from of_mirakl where announced_at + refund_days() <= as_of() group by 1
),
pending as (
    select order_no, sum(p.amount) as amount, min(p.occurred_at) as announced_at
    from operations p join order_states using (order_no, currency)
    where p.kind = 'REFUND' and p.state = 'PENDING' and p.occurred_at + refund_days() <= as_of() group by 1
)
select order_no, greatest(coalesce(e.amount - o.amount_refunded, 0), coalesce(p.amount, 0))::decimal(18, 2) as amount, o.currency,
    least(e.announced_at, p.announced_at) as announced_at
from expected e full join pending p using (order_no) join order_states o using (order_no)
where e.amount > o.amount_refunded or p.amount > 0
