"""The generated page of the findings: every code with its sentence, and the orders of dates that are looked at."""

from collections.abc import Iterator
from typing import get_args

from domain.facts.base import of
from domain.rules.date_orders import ACTIVITIES, OF_DECISIONS, ORDERS, WITHIN, Order
from domain.rules.findings import RESOLVERS, SENTENCES, Resolver

HEADING = """# Findings

Generated from the code. A finding is something in the books that does not fit. It refuses nothing and repairs nothing;
a correction by the source closes it. How to read them: [Read the findings](../how-to/read-findings.md).
"""


def findings_page() -> str:
    """The codes, who can resolve them, and the orders."""
    return "\n".join([HEADING, *_codes(), *_resolvers(), *_orders()]).rstrip() + "\n"


def _codes() -> Iterator[str]:
    yield "## Codes\n"
    yield "| code | what it means | in het Nederlands |"
    yield "|---|---|---|"
    for code, sentence in SENTENCES.items():
        yield f"| `{code}` | {sentence['en']} | {sentence['nl']} |"
    yield ""


def _resolvers() -> Iterator[str]:
    yield "## Who can resolve it\n"
    yield "| resolver | who | in het Nederlands |"
    yield "|---|---|---|"
    for resolver in get_args(Resolver):
        yield f"| `{resolver}` | {RESOLVERS[resolver]['en']} | {RESOLVERS[resolver]['nl']} |"
    yield ""


def _orders() -> Iterator[str]:
    yield "## Dates that must follow each other\n"
    yield (
        "`DATES_OUT_OF_ORDER`: the later fact lies before every fact of the earlier kind in the same registration, and "
        "all those days are known. A fact that names the one it follows is compared with that one only.\n"
    )
    yield "| the earlier | the later, which cannot lie before it | source |"
    yield "|---|---|---|"
    for order in ORDERS:
        yield f"| {_earlier(order)} | {_later(order)} | {order.source} |"
    for kind, source in OF_DECISIONS.items():
        yield f"| the decision it names | {of(kind).name} | {source} |"
    for kind, earlier, later, source in WITHIN:
        yield f"| {earlier} of {of(kind).name} | {later or 'its own day'} | {source} |"
    yield ""
    active = ", ".join(sorted(of(kind).name for kind in ACTIVITIES))
    yield f"`ACTIVE_AFTER_DEATH` looks at what only the living do: {active}."


def _earlier(order: Order) -> str:
    said = [str(value) for _, value in order.earlier_with]
    day = f"{order.earlier_day} of " if order.earlier_day else ""
    return f"{day}{of(order.earlier).name}" + (f" ({', '.join(said)})" if said else "")


def _later(order: Order) -> str:
    said = [f"`{field}={_value(value)}`" for field, value in order.later_with]
    said += [f"not `{field}={_value(value)}`" for field, value in order.later_without]
    said += [f"the same {field}" for field in order.same]
    return of(order.later).name + (f" ({', '.join(said)})" if said else "")


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
