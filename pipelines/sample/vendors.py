"""What Mirakl, Mangopay, Lemonway, Webhelp and a bank tell of the planted orders, in their own formats; a row here and there is broken."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal

from pipelines.landing.json_values import Json, JsonObject, Number, compact
from pipelines.sample.files import Written
from pipelines.sample.showcase import vendors as told
from pipelines.sample.showcase.names import Calendar

_NOTIFIED_ACCOUNT = "FR7630002005500000015784164"
_OWN_LAYOUT = "30003 04321 00020000037 42"


def write(calendar: Calendar, written: Written) -> None:
    """Every format that no other part of the sample writes."""
    at, day = f"{calendar.day(0):%Y%m%d}T200000Z", f"{calendar.day(0):%Y%m%d}"
    _put_json(written, f"mirakl/orders/or11-{at}.json", '{"orders": [', _orders(calendar), "UNKNOWN_CODE")
    _put_json(written, f"mirakl/shipments/st11-{at}.json", '{"data": [', _shipments(calendar), "NEGATIVE")
    _put_json(
        written, f"psp/lemonway/transactions-{at}.json", '{"TRANS": {"HPAY": [', _lemonway(calendar), "UNKNOWN_CODE_SET"
    )
    written.put(f"psp/mangopay/report-{day}.csv", _lines(_mangopay(calendar), ","))
    written.broken["psp/mangopay", f"psp/mangopay/report-{day}.csv"] = Counter(["WRONG_SUM"])
    written.put(f"psp/webhelp/assertions-{day}.csv", _lines(_webhelp(calendar), ";"))
    written.put(f"bank/camt054-{day}.xml", _notification(calendar).encode())
    written.put(f"bank/societe-generale-{day}.csv", _own_layout(calendar).replace("\n", "\r\n").encode("iso8859-15"))


def _put_json(written: Written, name: str, opening: str, rows: Iterable[JsonObject], code: str) -> None:
    """A document of which one row is broken."""
    closing = "".join({"{": "}", "[": "]"}.get(letter, "") for letter in reversed(opening))
    written.put(name, (f"{opening}\n" + ",\n".join(map(compact, rows)) + f"\n{closing}\n").encode())
    written.broken[name.rpartition("/")[0], name] = Counter([code])


def _lines(rows: list[dict[str, str]], separator: str) -> bytes:
    return "".join(f"{separator.join(row)}\n" for row in (list(rows[0]), *(row.values() for row in rows))).encode()


def _reference(calendar: Calendar, number: int) -> str:
    return next(calendar.reference(story) for story in told.VENDORS if story.number == number)


def _orders(calendar: Calendar) -> Iterator[JsonObject]:
    line, order = _mirakl_line, _mirakl_order
    yield order(calendar, f"{told.HALF_GONE}-A", "SHIPPING", 6, line("SHIPPING", 10, "100.00"))
    yield order(calendar, f"{told.HALF_GONE}-B", "WAITING_ACCEPTANCE", 9, line("WAITING_ACCEPTANCE", 1, "50.00"))
    canceled: JsonObject = {
        "id": "C9202",
        "quantity": Number(4),
        "amount": Number("40.0"),
        "created_date": calendar.iso(8, 9),
    }
    yield order(
        calendar, f"{told.REST_CANCELED}-A", "SHIPPING", 6, line("SHIPPING", 6, "60.00", cancelations=[canceled])
    )
    refund: JsonObject = {
        "id": "R9203",
        "amount": Number("20.0"),
        "shipping_amount": Number("0.0"),
        "taxes": [],
        "quantity": Number(1),
        "state": "WAITING_REFUND",
        "created_date": calendar.iso(13, 9),
    }
    gone = line("SHIPPED", 4, "92.03", refunds=[refund], shipped_date=calendar.iso(16, 9))
    yield order(calendar, f"{told.REFUND_AWAITED}-A", "SHIPPED", 13, gone, payment_workflow="PAY_ON_ACCEPTANCE")
    taxes: JsonObject = {
        "taxes": [{"code": "TVA", "rate": Number("20.0"), "amount": Number("16.67")}],
        "shipped_date": calendar.iso(12, 8),
    }
    named: JsonObject = {"order_id": f"EXT-{told.TWO_AMOUNTS}-1", "order_tax_mode": "TAX_EXCLUDED"}
    yield order(calendar, f"{told.TWO_AMOUNTS}-A", "SHIPPED", 12, line("SHIPPED", 1, "83.33", **taxes), **named)
    yield order(
        calendar,
        f"{told.REFUND_AWAITED}-A",
        "WAITING_ACCEPTANCE",
        19,
        line("WAITING_ACCEPTANCE", 4, "92.03"),
        payment_workflow="PAY_ON_ACCEPTANCE",
    )
    yield order(calendar, f"{told.HALF_GONE}-C", "TELEPORTED", 5, line("SHIPPING", 1, "1.00"))


def _mirakl_order(calendar: Calendar, name: str, state: str, at: int, line: JsonObject, **cells: Json) -> JsonObject:
    number, part = int(name[:-2]), name[-1]
    created = next(story.created for story in told.VENDORS if story.number == number)
    line["order_line_id"] = f"M{number}-{part}-1"
    told_of_it: JsonObject = {
        "order_id": f"M{number}-{part}", "commercial_id": _reference(calendar, number), "order_state": state, "currency_iso_code": "EUR",
        "order_tax_mode": "TAX_INCLUDED", "payment_workflow": "PAY_ON_DUE_DATE", "price": line["price"], "shipping_price": Number("0.0"),
        "total_price": line["total_price"], "has_incident": False, "created_date": calendar.iso(created, 6),
        "last_updated_date": calendar.iso(at, 9).replace("Z", ".250Z"), "shop_id": Number(2000 + ord(part)), "shop_name": "Tôlerie du Léman",
        "customer": {"customer_id": "CUS90001"}, "order_lines": [line],
    }  # fmt: skip
    return told_of_it | cells


def _mirakl_line(state: str, quantity: int, total: str, **cells: Json) -> JsonObject:
    # Prices per piece have six decimals.
    unit = (Decimal(total) / quantity).quantize(Decimal("0.000001"))
    return {
        "order_line_id": "",
        "order_line_state": state,
        "quantity": Number(quantity),
        "price": Number(total),
        "price_unit": Number(unit),
        "total_price": Number(total),
        "shipping_price": Number("0.0"),
        "taxes": [],
        "shipping_taxes": [],
        "shipped_date": None,
        "cancelations": [],
        "refunds": [],
        "offer_sku": "V900001",
        "product_title": "Équerre",
    } | cells


def _shipments(calendar: Calendar) -> Iterator[JsonObject]:
    for number, parcel, status, quantity in (
        (told.HALF_GONE, 1, "SHIPPED", 4), (told.HALF_GONE, 2, "SHIPPING", 6), (told.REST_CANCELED, 1, "SHIPPED", 6),
        (told.REST_CANCELED, 2, "CANCELED", 4), (told.REFUND_AWAITED, 1, "RECEIVED", 4), (told.HALF_GONE, 3, "SHIPPING", -1),
    ):  # fmt: skip
        gone = status in ("SHIPPED", "RECEIVED")
        yield {
            "id": f"S{number}-{parcel}", "order_id": f"M{number}-A", "status": status, "shipped_date": calendar.iso(5, 10) if gone else None,
            "last_updated_date": calendar.iso(5, 10), "shipment_lines": [{"order_line_id": f"M{number}-A-1", "quantity": Number(quantity)}],
        }  # fmt: skip


def _mangopay(calendar: Calendar) -> list[dict[str, str]]:
    def row(number: int, at: int, nature: str, funds: tuple[int, int, int]) -> dict[str, str]:
        seconds = str(int(calendar.moment(at, 10).replace(tzinfo=UTC).timestamp()))
        debited, fees, credited = map(str, funds)
        return {
            "ClientId": "place", "TransactionId": f"payin_m_{number}", "CreationDate": seconds, "ExecutionDate": seconds, "AuthorId": "user_m_9",
            "DebitedFundsAmount": debited, "DebitedFundsCurrency": "EUR", "CreditedFundsAmount": credited, "CreditedFundsCurrency": "EUR",
            "FeesAmount": fees, "FeesCurrency": "EUR", "Type": "PAYIN", "Nature": nature, "PaymentType": "CARD",
            "Tag": _reference(calendar, told.AT_MANGOPAY),
        }  # fmt: skip

    return [
        row(1, 15, "REGULAR", (9205, 130, 9075)),
        row(2, 9, "REFUND", (1980, -20, 2000)),
        row(3, 9, "REGULAR", (1000, 0, 999)),
    ]


def _lemonway(calendar: Calendar) -> Iterator[JsonObject]:
    paid = (
        (1, told.AT_LEMONWAY, "90.00", "2.06", "3", 15),
        (2, told.REFUND_AWAITED, "92.03", "0.00", "3", 19),
        (3, told.AT_LEMONWAY, "5.00", "0.00", "9", 14),
    )
    for number, order, credit, commission, status, at in paid:
        yield {
            "ID": f"9{number}", "DATE": f"{datetime.strptime(calendar.iso(at, 10), '%Y-%m-%dT%H:%M:%S%z'):%d/%m/%Y %H:%M:%S}", "SEN": "", "REC": "9",
            "DEB": "0.00", "CRED": credit, "COM": commission, "MSG": "", "STATUS": status, "MTOKEN": _reference(calendar, order), "TYPE": "0",
            "METHOD": "0",
        }  # fmt: skip


def _webhelp(calendar: Calendar) -> list[dict[str, str]]:
    return [
        {
            "Provider": "WEBHELP", "PSP Reference": "W9207", "Event Id": "W9207-1", "Event Type": "CAPTURE", "Event Status": "SUCCEEDED",
            "Amount": "95.07", "Currency": "EUR", "Order Reference": _reference(calendar, told.ASSERTED), "Occurred At": calendar.iso(12, 10),
        }
    ]  # fmt: skip


def _notification(calendar: Calendar) -> str:
    """One batch of two transfers, as camt.054 takes it apart."""
    amounts = {told.NOTIFIED: Decimal("92.08"), told.NOTIFIED_TOO: Decimal("92.09")}
    parts = "".join(
        f'<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<RltdPties><Dbtr><Pty><Nm>Quincaillerie Été &amp; Fils</Nm></Pty></Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>VIR SEPA {_reference(calendar, number)}</Ustrd></RmtInf></TxDtls>"
        for number, amount in amounts.items()
    )  # fmt: skip
    day = calendar.day(4)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>'
        f"<GrpHdr><MsgId>NTF-1</MsgId><CreDtTm>{day}T19:00:00Z</CreDtTm></GrpHdr><Ntfctn><Id>NTF-1</Id><CreDtTm>{day}T19:00:00Z</CreDtTm>"
        f'<Acct><Id><IBAN>{_NOTIFIED_ACCOUNT}</IBAN></Id><Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy="EUR">{sum(amounts.values())}</Amt>'
        f"<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
        f"<AcctSvcrRef>NTF-1-1</AcctSvcrRef><NtryDtls>{parts}</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n"
    )


def _own_layout(calendar: Calendar) -> str:
    day = f"{calendar.day(4):%d/%m/%Y}"
    return (
        f'="{_OWN_LAYOUT}";{day};{day};1;{day};1 092,10 EUR\n\n'
        "date_comptabilisation;libelle_complet_operation;montant_operation;devise;\n"
        f"{day};VIR RECU DE: FLEURS D'ÅLESUND MOTIF: {_reference(calendar, told.AT_SOCIETE_GENERALE)} REF: NOTPROVIDED;92,10;EUR;\n"
    )
