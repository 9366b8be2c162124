"""A finding in words, on the command line and on pages: what it is about, what was found, and what would help."""

from collections.abc import Mapping

from domain.facts.base import by_name
from exchange.row_refusals import ADVICE
from exchange.totals import AMOUNT, ROWS
from replay.answers import Document
from replay.wording import NOTHING, Wording

HOLE = "{expected}"


def name_of_finding(wording: Wording, one: Document) -> str:
    """The record that a finding is about by its id, or what stands for it where there is none."""
    if one["id"] is not None:
        return str(one["id"])
    if one["records"]:
        return wording.say("findings.erased")
    of_delivery = all(by_name(event["type"]).subject == "delivery" for event in one["events"])
    return wording.say("findings.delivery" if of_delivery else "findings.by_hand")


def told(wording: Wording, one: Document) -> str:
    """What a finding found, in a sentence or two; what has no sentence of its own as names and values."""
    code, detail = one["code"], one["detail"]
    match code:
        case "DATES_OUT_OF_ORDER":
            return _out_of_order(wording, detail)
        case "SOURCES_CONFLICT":
            return _clash(wording, detail)
        case "IDENTITY_CONFLICT":
            return _identity(wording, one)
        case "CONTROL_TOTAL_DIFFERS":
            return wording.say(f"found.{code}", **_totals(wording, detail))
        case "ROW_REJECTED":
            column = detail.get("column", wording.say("import.whole_row"))
            return wording.say("found.ROW_REJECTED", **detail | {"column": column, "advice": _advice(wording, detail)})
        case _ if wording.has(f"found.{code}"):
            said = {"column": NOTHING, **{name: wording.value(value) for name, value in detail.items()}}
            return wording.say(f"found.{code}", **said)
        case _:
            return ", ".join(f"{name} {wording.value(value)}" for name, value in detail.items())


def _totals(wording: Wording, detail: Mapping[str, str]) -> dict[str, str]:
    def said(name: str) -> str:
        if not detail.get(name, "").lstrip("-").isdecimal():
            return detail.get(name, NOTHING)
        number = int(detail[name])
        return wording.amount(number, "cents") if detail["total"] == AMOUNT else wording.number(number)

    return {"total": total_in_words(wording, detail["total"]), "stated": said("stated"), "counted": said("counted")}


def _out_of_order(wording: Wording, detail: Mapping[str, str]) -> str:
    said = {name: wording.value(value) for name, value in detail.items()}
    said |= {"later": wording.fact(detail["later"]), "earlier": wording.fact(detail["earlier"])}
    if "which" in detail:
        said["earlier"] += f" ({detail['which']})"
    return wording.say(f"found.DATES_OUT_OF_ORDER{'.field' if 'earlier_day' in detail else ''}", **said)


def _clash(wording: Wording, detail: Mapping[str, str]) -> str:
    matter = matter_in_words(wording, detail["matter"], detail.get("about"))
    said = zip(detail["sources"].split(" | "), detail["values"].split(" | "), strict=True)
    return f"{matter}: " + "; ".join(f"{source} {wording.value(value)}" for source, value in said)


def matter_in_words(wording: Wording, matter: str, about: str | None) -> str:
    """A matter by its name, and what it is about."""
    name = wording.say(f"matter.{matter}")
    if about is None:
        return name
    told_about = " · ".join(wording.value(one) for one in about.split(" · "))
    return wording.say("found.about", matter=name, about=told_about)


def _identity(wording: Wording, one: Document) -> str:
    detail = one["detail"]
    sentences = [wording.say(f"found.{detail['why']}")]
    others = [record for record in one["records"] if record["id"] != one["id"] or record["source"] != one["source"]]
    if others:
        names = [f"{record['party']}/{record['source']}:{record['id'] or NOTHING}" for record in others]
        sentences.append(wording.say("found.other", other=", ".join(names)))
    sentences += [
        wording.say(f"found.{name}", **{name: detail[name]}) for name in ("ground", "gates_failed") if name in detail
    ]
    return " ".join(sentences)


def _advice(wording: Wording, detail: Mapping[str, str]) -> str:
    """What would help, where it can be said without the row itself."""
    dutch, english = ADVICE.get(detail["reason"], ("", ""))
    advice = dutch if wording.language == "nl" else english
    return "" if HOLE in advice else advice


def total_in_words(wording: Wording, name: str) -> str:
    """What was totalled: the rows, the amount, or a column by its name."""
    return wording.say(f"import.total_{name}") if name in (ROWS, AMOUNT) else name
