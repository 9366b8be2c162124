"""Which lists there are, with their columns: what each means, and how a line is made from a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from domain.counting import AnyCase, Case, Sentence
from domain.dates import When
from domain.quotas import Quota
from domain.rules.bonus_payouts import BonusPayout
from domain.rules.bonuses import OwnContribution
from domain.rules.budget_entry import BudgetEntry
from domain.rules.deposit_case import Deposit
from domain.rules.fine import Fine
from domain.rules.participants import Enrolment
from domain.rules.shared import said_on
from domain.rules.waiting_spell import WaitingSpell

Line = dict[str, Any]
ColumnKind = Literal["text", "day", "count", "cents", "yes_or_no", "texts", "counts"]


class Column(NamedTuple):
    """A column of a list: what kind of value it has, and what it means."""

    kind: ColumnKind
    says: Sentence


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: from which views, with which columns, and the line of a case as it stood on a day."""

    name: str
    says: Sentence
    views: tuple[str, ...]
    own_columns: Mapping[str, Column]
    own_line: Callable[[AnyCase, date], Line]
    of_persons: bool = True

    @property
    def columns(self) -> Mapping[str, Column]:
        """All columns, those of every list first."""
        return {**COMMON, **self.own_columns}

    def line(self, case: Case, stood_on: date) -> Line:
        """The line of a case."""
        return {
            "case": case.case,
            "municipality": case.municipality,
            "party": case.party,
            "source": case.system,
            **self.own_line(case, stood_on),
            "flags": list(case.flags),
            "positions": list(case.positions),
        }


def _column(kind: ColumnKind, nl: str, en: str) -> Column:
    return Column(kind, {"nl": nl, "en": en})


COMMON: Mapping[str, Column] = {
    "case": _column("text", "Het toevallige id van het geval.", "The random id of the case."),
    "municipality": _column(
        "text", "CBS-code van de gemeente, zoals die toen was.", "CBS code of the municipality, as it was then."
    ),
    "party": _column("text", "Wie het leverde.", "Who delivered it."),
    "source": _column("text", "Het systeem waaruit het kwam.", "The system it came from."),
    "flags": _column("texts", "Wat erbij te weten is, als codes.", "What there is to know beside it, as codes."),
    "positions": _column("counts", "De feiten waarop het rust.", "The facts that it rests on."),
}
"""The columns that every list has."""


def _day(when: When | date | None) -> str | None:
    """A date as precisely as it is known."""
    return None if when is None else when.isoformat() if isinstance(when, date) else str(when)


# --- Waiting ---


def _waiting(spell: WaitingSpell, stood_on: date) -> Line:
    ends = [one for one in spell.follow_ups if one.kind in ("PLACED", "LEFT")]
    end = min(ends, key=lambda one: str(one.on or "9999"), default=None)
    return {
        "list": spell.waiting_list,
        "reason": spell.reason,
        "joined_on": _day(spell.joined_on),
        "ended_on": _day(end.on) if end else None,
        "ended_by": end.kind if end else None,
        "provider": spell.provider,
        "demand": spell.demand,
        "scheme": spell.scheme,
        **{name: said_on(spell.categories, name, stood_on) for name in ("target_group", "arrival", "pardon")},
    }


WAITING_SPELLS = Listing(
    "waiting-spells",
    {"nl": "Wie op welke wachtlijst stond, van wanneer tot wanneer.", "en": "Who waited on which list, and when."},
    ("waiting-spells",),
    {
        "list": _column("text", "Welke wachtlijst.", "Which waiting list."),
        "reason": _column("text", "Waarom.", "Why."),
        "joined_on": _column("day", "De dag van aanmelding, zo precies als bekend.", "The day of joining, as known."),
        "ended_on": _column("day", "De dag waarop het eindigde.", "The day on which it ended."),
        "ended_by": _column("text", "Waardoor het eindigde.", "By what it ended."),
        "provider": _column("text", "De aanbieder.", "The provider."),
        "demand": _column("text", "Wat gevraagd is.", "What was asked for."),
        "scheme": _column("text", "De regeling.", "The scheme."),
        "target_group": _column("text", "Verplicht of vrijwillig.", "Obliged or voluntary."),
        "arrival": _column("text", "Oudkomer of nieuwkomer.", "Oudkomer or nieuwkomer."),
        "pardon": _column("yes_or_no", "Of het een pardonner is.", "Whether of the pardon."),
    },
    _waiting,
)


# --- Enrolments ---


def _enrolled(enrolment: Enrolment, stood_on: date) -> Line:
    return {
        "person": enrolment.person,
        "course": enrolment.course,
        "provider": enrolment.provider,
        "enrolled_on": _day(enrolment.enrolled_on),
        "placed": enrolment.placed,
    }


ENROLMENTS = Listing(
    "enrolments",
    {"nl": "Deelnemers: elke inschrijving, en van wie.", "en": "Participants: every enrolment, and whose it is."},
    ("participants",),
    {
        "person": _column(
            "text",
            "Het toevallige id van de persoon; hetzelfde voor registraties die gekoppeld zijn.",
            "The random id of the person; the same for registrations that are linked.",
        ),
        "course": _column("text", "De cursus.", "The course."),
        "provider": _column("text", "De aanbieder.", "The provider."),
        "enrolled_on": _column("day", "De dag van inschrijving.", "The day of enrolment."),
        "placed": _column("yes_or_no", "Of er een plaats is.", "Whether there is a place."),
    },
    _enrolled,
)


# --- Quotas ---


def _agreed(quota: Quota, stood_on: date) -> Line:
    return {
        "kind": quota.kind,
        "scheme": quota.scheme,
        "unit": quota.unit,
        "line": quota.line,
        "amount": quota.amount,
        "precision": quota.precision,
        "period_from": _day(quota.period_from),
        "period_until": _day(quota.period_until),
        "setter": quota.setter,
        "document": quota.document,
        "document_on": _day(quota.document_on),
        "wording": quota.wording,
    }


QUOTAS = Listing(
    "quotas",
    {
        "nl": "Wat is afgesproken, verwacht, geraamd, ingekocht of begroot, en door wie.",
        "en": "What was agreed, expected, estimated, bought or budgeted, and by whom.",
    },
    ("quotas", "budget-lines"),
    {
        "kind": _column("text", "Soort getal; soorten worden nooit gemengd.", "Kind of number; kinds never mix."),
        "scheme": _column("text", "De regeling.", "The scheme."),
        "unit": _column("text", "Wat geteld wordt.", "What is counted."),
        "line": _column("text", "De begrotingsregel.", "The line of the budget."),
        "amount": _column("count", "Hoeveel; bij cents in eurocenten.", "How many; where the unit is cents, cents."),
        "precision": _column("text", "Hoe precies het is gezegd.", "How precisely it was said."),
        "period_from": _column("day", "De eerste dag.", "The first day."),
        "period_until": _column("day", "De eerste dag erna.", "The first day after it."),
        "setter": _column("text", "Wie het zei.", "Who said it."),
        "document": _column("text", "Waar het staat.", "Where it stands."),
        "document_on": _column("day", "De datum van het stuk.", "The date of the document."),
        "wording": _column("text", "De woorden van de bron.", "The words of the source."),
    },
    _agreed,
    of_persons=False,
)


# --- Money ---


def _money(case: Case, stood_on: date) -> Line:
    said: tuple[str, int | None, When | None, str | None, str | None, str | None]
    match case:
        case BudgetEntry():
            said = case.kind, case.amount_cents, case.booked_on, case.scheme, case.component or case.line, case.fund
        case Fine():
            said = case.kind, case.amount_cents, case.imposed_on, case.law, case.article, None
        case BonusPayout():
            said = "BONUS", case.asked_cents, case.paid_on, None, case.form, None
        case OwnContribution():
            charged = sum(one.amount_cents for one in case.charged)
            said = "OWN_CONTRIBUTION", charged, case.on, None, None, None
        case Deposit():
            paid = sum(one.cents for one in case.payments)
            said = "DEPOSIT", paid, next((one.on for one in case.payments), None), None, None, None
        case _:
            raise AssertionError(f"{type(case).__name__} is no money")
    kind, amount_cents, on, scheme, about, fund = said
    return {
        "kind": kind,
        "amount_cents": amount_cents,
        "on": _day(on),
        "scheme": scheme,
        "about": about,
        "fund": fund,
    }


AMOUNTS = Listing(
    "amounts",
    {
        "nl": "Geld: begroot, ontvangen, uitgegeven, beboet, uitbetaald, opgelegd en ingelegd.",
        "en": "Money: budgeted, received, spent, fined, paid out, charged and paid in.",
    },
    ("budget-entries", "fines", "personal-budget-payouts", "own-contributions", "deposits"),
    {
        "kind": _column("text", "Wat voor bedrag.", "What kind of amount."),
        "amount_cents": _column("cents", "Hoeveel, in eurocenten.", "How much, in euro cents."),
        "on": _column("day", "De dag ervan.", "The day of it."),
        "scheme": _column("text", "De regeling of wet.", "The scheme or Act."),
        "about": _column("text", "Waarvoor.", "What for."),
        "fund": _column("text", "Uit welk geld.", "From which money."),
    },
    _money,
)

LISTINGS: Mapping[str, Listing] = {one.name: one for one in (WAITING_SPELLS, ENROLMENTS, QUOTAS, AMOUNTS)}
"""Every list by its name."""
