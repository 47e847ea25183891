"""For whom a payer is known, held against the accounts he is known for one by one (domain.md §5, Known payer)."""

from datetime import date, timedelta

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sql import query

IBANS, ACCOUNTS = ("I1", "I2"), ("A", "B", "C", None)
days = st.integers(0, 3).map(lambda day: date(2026, 10, 1) + timedelta(day))
known = st.dictionaries(st.tuples(st.sampled_from(IBANS), st.sampled_from(ACCOUNTS)), st.none() | days, max_size=6)


@given(known=known, booked=st.lists(st.tuples(st.sampled_from((*IBANS, "I3", None)), days), min_size=1, max_size=8))
def test_for_whom_a_payer_is_known(
    known: dict[tuple[str, str | None], date | None], booked: list[tuple[str | None, date]]
) -> None:
    with duckdb.connect() as con:
        con.execute("create table known_payers(iban varchar, account_id varchar, since date)")
        con.execute("create table undecided(payment_no integer, payer_iban varchar, booked_on date)")
        for whose, since in known.items():
            con.execute("insert into known_payers values (?, ?, coalesce(?::date, '-infinity'))", [*whose, since])
        for number, payment in enumerate(booked):
            con.execute("insert into undecided values (?, ?, ?)", [number, *payment])
        told = {number: row for number, *row in con.execute(query("reconciliation/payers")).fetchall()}
    for number, (iban, on) in enumerate(booked):
        accounts = [whom for (of, whom), since in known.items() if of == iban and (since is None or since < on)]
        if len(accounts) == 1:
            assert told.pop(number) == [True, accounts[0]]
        elif accounts:
            assert not told.pop(number)[0]
    assert not told
