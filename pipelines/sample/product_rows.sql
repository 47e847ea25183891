-- One row per row of products.csv.
select variant_id, name, created_at, color, weight from products order by v
