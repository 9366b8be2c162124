"""BSN, V-number, euro amounts and counts as Dutch files write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identifiers import (
    LARGEST_INTEGER,
    NotABsn,
    NotANumber,
    NotAVNumber,
    normalise_bsn,
    normalise_v_number,
    parse_cents,
    parse_count,
)


def with_check_digit(first_eight: int) -> str | None:
    """A valid BSN that begins with these eight digits, or None where no last digit would do."""
    digits = f"{first_eight:08}"
    rest = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
    return None if rest == 10 else digits + str(rest)


def with_points(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# --- BSN ---


@pytest.mark.parametrize(
    "text",
    ["012345672", "12345672", " 012345672 ", "012 345 672", "0123.45.672", "012.345.672", "12.345.672", "0123 45 672"],
)
def test_a_bsn_is_nine_digits_however_it_was_written(text: str) -> None:
    assert normalise_bsn(text) == "012345672"


def test_a_bsn_that_lost_two_leading_zeros_gets_them_back() -> None:
    bsn = with_check_digit(123_456)

    assert bsn is not None
    assert bsn.startswith("00")
    assert normalise_bsn(bsn.lstrip("0")) == bsn


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "000000000",
        "0000000",
        "012345673",
        "123456789",
        "1234567",
        "123456",
        "0012345672",
        "12345672.0",
        "12345672.00",
        "12345672,0",
        "-12345672",
        "1.2345672E7",
        ".12345672",
        "12345672.",
        "0123..45.672",
        "BSN 012345672",
        "01234567X",
        "０12345672",
        "onbekend",
    ],
)
def test_what_is_not_a_bsn_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(NotABsn) as refused:
        normalise_bsn(text)

    assert not text.strip() or text.strip() not in str(refused.value)
    assert refused.value.__context__ is None


@given(st.integers(10_000, 99_999_999))
def test_every_number_that_passes_the_11_proof_is_a_bsn_with_or_without_its_leading_zeros(first_eight: int) -> None:
    bsn = with_check_digit(first_eight)
    if bsn is None or len(bsn.lstrip("0")) < 7:
        return

    assert normalise_bsn(bsn) == bsn
    assert normalise_bsn(bsn.lstrip("0")) == bsn


@given(st.integers(1_000_000, 99_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_digit_typed_wrong_is_never_another_bsn(first_eight: int, place: int, step: int) -> None:
    bsn = with_check_digit(first_eight)
    if bsn is None:
        return
    typed = bsn[:place] + str((int(bsn[place]) + step) % 10) + bsn[place + 1 :]

    with pytest.raises(NotABsn):
        normalise_bsn(typed)


# --- V-number ---


@pytest.mark.parametrize("text", ["0123456789", " 0123456789 ", "012 345 6789", "012.345.6789"])
def test_a_v_number_is_ten_digits(text: str) -> None:
    assert normalise_v_number(text) == "0123456789"


@pytest.mark.parametrize(
    "text", ["", "123456789", "01234567890", "0000000000", "123456789.0", "V123456789", "V-0123456789", "012-345-6789"]
)
def test_what_is_not_a_v_number_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(NotAVNumber) as refused:
        normalise_v_number(text)

    assert not text or text not in str(refused.value)


# --- Amounts ---


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.234,50", 123_450),
        ("50,00", 5_000),
        ("250,00", 25_000),
        ("250", 25_000),
        ("0", 0),
        ("0,05", 5),
        ("12,5", 1_250),
        ("1234,50", 123_450),
        ("€ 1.000", 100_000),
        ("€1.000,00", 100_000),
        ("EUR 50", 5_000),
        ("€\N{NO-BREAK SPACE}1.000.000,01", 100_000_001),
        (" 250 ", 25_000),
        ("50,-", 5_000),
        ("€ 50,--", 5_000),
        ("€ 1.000,\N{EN DASH}", 100_000),
        ("-50,00", -5_000),
        ("- 50,00", -5_000),
        ("\N{MINUS SIGN}50,00", -5_000),
        ("€ -50,00", -5_000),
        ("-€ 50,00", -5_000),
        ("50,00-", -5_000),
        ("50-", -5_000),
        ("-50,-", -5_000),
    ],
)
def test_an_amount_is_read_with_a_decimal_comma_into_cents(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "€ -",
        "€",
        "1.5",
        "250.50",
        "1,234",
        "1,234.50",
        "1.23,00",
        "1234.567,00",
        "0.500",
        "012.345",
        ",50",
        "50,",
        "50,---",
        "50,--5",
        "--50",
        "-50-",
        "-€ -50",
        "50 €",
        "1 000",
        "1e3",
        "voucher 250,00",
        "５０",
    ],
)
def test_an_amount_that_may_mean_something_else_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_cents(text)


@pytest.mark.parametrize("digits", [17, 5_000])
def test_a_number_of_any_length_is_refused_by_its_own_error(digits: int) -> None:
    with pytest.raises(NotANumber):
        parse_cents("9" * digits)
    with pytest.raises(NotANumber):
        parse_count("9" * digits)


def test_an_amount_larger_than_an_event_can_hold_is_refused() -> None:
    assert parse_cents("90071992547409,91") == LARGEST_INTEGER
    with pytest.raises(NotANumber):
        parse_cents("90071992547409,92")


@given(st.integers(-LARGEST_INTEGER, LARGEST_INTEGER))
def test_every_amount_is_read_back_from_the_way_it_is_written(cents: int) -> None:
    euros, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""

    assert parse_cents(f"{sign}{with_points(euros)},{rest:02}") == cents
    assert parse_cents(f"€ {sign}{euros},{rest:02}") == cents


# --- Counts ---


@pytest.mark.parametrize(
    ("text", "count"),
    [("11.916", 11_916), ("11916", 11_916), ("4.000", 4_000), ("0", 0), ("007", 7), (" 20 ", 20), ("1.000.000", 10**6)],
)
def test_a_point_in_a_count_groups_thousands(text: str, count: int) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1.5",
        "1.23",
        "1.2345",
        "1234.567",
        "1.000.00",
        "11.916,0",
        "1,5",
        "11,916",
        "0.500",
        "012.345",
        ".500",
        "500.",
        "-5",
        "+5",
        "1 000",
        "hoger",
        "٣",
        "9007199254740992",
    ],
)
def test_a_count_that_may_be_a_fraction_or_is_none_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_count(text)


@given(st.integers(0, LARGEST_INTEGER))
def test_every_count_is_read_with_and_without_points(count: int) -> None:
    assert parse_count(str(count)) == parse_count(with_points(count)) == count
