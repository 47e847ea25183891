-- The names of the logistic orders that payments are read as, or that what they may undo pays.
select lo_no, logistic_reference from lo_names where lo_no in (select lo_no from spots union all select lo_no from structured union all select lo_no
    from misreadings
    union all select lo_no from assumed where payment_no in (select original_id from undecided))
