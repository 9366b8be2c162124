"""What would have to be different, in words and as a document: each sentence is made from a change that was judged."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.counterfactual import Alternative, Change
from domain.counting import Sentence
from replay.messages import Catalogue
from replay.wording import Wording

Document = dict[str, Any]

FIELDS: Mapping[str, tuple[str, str]] = {
    "as_of": ("de gevraagde peildatum", "the day asked"),
    "registered_on": ("de dag van invoer", "the day of entry"),
    # An outcome, a provision, a contact, an assignment, an opinion
    "goals": ("een afgesproken doel", "a goal agreed"),
    "established_on": ("de vaststelling", "the day it was established"),
    "combined": ("of het gecombineerd is", "whether it is combined"),
    "first_time": ("of het de eerste keer is", "whether it is the first time"),
    "loan": ("of er een lening is", "whether there is a loan"),
    "loan_repaid_on": ("de aflossing van de lening", "the repayment of the loan"),
    "person_bound_budget": ("of er een persoonsvolgend budget is", "whether there is a person-bound budget"),
    "happened_on": ("de dag van het contact", "the day of the contact"),
    "appear_on": ("de dag om te verschijnen", "the day to appear on"),
    "missed": ("of de persoon wegbleef", "whether the person stayed away"),
    "excused": ("of de reden is aanvaard", "whether the reason was accepted"),
    "assigned_on": ("de toewijzing", "the assignment"),
    "satisfied": ("of de persoon tevreden is", "whether the person is satisfied"),
    # What a case says of itself
    "kind": ("wat dit is", "what this is"),
    "started_on": ("de start", "the start"),
    "ended_on": ("het einde", "the end"),
    "trajectory": ("het soort traject", "the kind of trajectory"),
    "issued_on": ("de dag van de beschikking", "the day of the order"),
    "with_offer": ("het aanbod bij de beschikking", "the offer with the order"),
    "waiting_list": ("de wachtlijst", "the waiting list"),
    "reason": ("de reden", "the reason"),
    "joined_on": ("de dag van inschrijving", "the day of registration"),
    "reason_since_on": ("het begin van de reden", "the beginning of the reason"),
    "started_earlier_on": ("de eerdere start", "the earlier start"),
    "enrolled_on": ("de dag van inschrijving", "the day of enrolment"),
    "placed": ("geplaatst", "placed"),
    # What a fine says
    "blame_percent": ("de mate van verwijt", "the degree of blame"),
    "conduct_on": ("de dag van de overtreding", "the day of the breach"),
    "cuts": ("de verlaging van de uitkering", "the cut of the benefit"),
    "died_on": ("de dag van overlijden", "the day of death"),
    "earlier": ("de eerdere boete", "the earlier fine"),
    "imposed_on": ("de dag van de boete", "the day of the fine"),
    "new_term_months": ("de nieuwe termijn", "the new term"),
    "reported_on": ("de dag van het rapport", "the day of the report"),
    "same_act": ("of het dezelfde overtreding is", "whether it is the same breach"),
    "term_from_on": ("het begin van de termijn", "the beginning of the term"),
    # What an approval says
    "subject": ("wat er goed te keuren is", "what is to be approved"),
    "approvals": ("de goedkeuring", "the approval"),
    "given": ("gegeven of geweigerd", "given or refused"),
    "by_proposer": ("of de voorsteller het zelf deed", "whether the proposer did so"),
    "of_earlier_text": ("of er daarna is gecorrigeerd", "whether it was corrected since"),
    # A report
    "report": ("het soort rapportage", "the kind of report"),
    "submitted_on": ("de dag van indiening", "the day of submission"),
    "submitted_before": ("een eerdere rapportage", "an earlier report"),
    "submitter": ("wie indient", "who submits"),
    "submissions": ("de ingediende rapportage", "the report submitted"),
    "period_from": ("de eerste dag van de periode", "the first day of the period"),
    "period_until": ("de eerste dag na de periode", "the first day after the period"),
    # A plan, and what is known at its end
    "instrument": ("waarin het plan is vastgelegd", "what the plan was laid down in"),
    "signed_on": ("de dag van ondertekening", "the day of signing"),
    "drafted_on": ("de dag van het plan", "the day of the plan"),
    "changes": ("de wijziging van het plan", "the change of the plan"),
    "levels": ("het bekende niveau", "the level known"),
    "moment": ("van welk moment het niveau is", "of which moment the level is"),
    "named": ("of een leereenheid is genoemd", "whether a unit of learning is named"),
    "completed": ("de afgeronde leereenheid", "the completed unit of learning"),
    # Somebody in the pilot, somebody with a director
    "entered_on": ("de dag van aanmelding", "the day of entry"),
    "agreements": ("de ondertekende overeenkomst", "the agreement signed"),
    "goals_agreed": ("de dag van het doel", "the day of the goal"),
    "planned": ("of er een PIP is", "whether there is a PIP"),
    "directors": ("de regievoerder", "the director"),
    # Facts that belong to it
    "categories": ("wat is vastgesteld", "what was established"),
    "departures": ("overlijden of vertrek", "death or departure"),
    "follow_ups": ("het vervolg", "the follow-up"),
    "receipts": ("de ontvangst", "the receipt"),
    "rejections": ("de afkeuring", "the rejection"),
    "steps": ("de stap", "the step"),
    "moves": ("de overgang", "the move"),
    "not_later": ("het andere geval van dezelfde persoon", "the other case of the same person"),
    "others": ("het andere dossier van dezelfde persoon", "the other dossier of the same person"),
    "acknowledged": ("de afhandelingen", "the acknowledgements"),
    "raised_on": ("de dag van het signaal", "the day of the signal"),
    # What such a fact says
    "on": ("de dag", "the day"),
    "rests_until_on": ("de dag waarop het terugkomt", "the day on which it comes back"),
    "signed": ("ondertekend", "signed"),
    "names_person": ("op wiens naam", "whose name is on it"),
    "target_group": ("de doelgroep", "the target group"),
    "arrival": ("oudkomer of nieuwkomer", "oudkomer or nieuwkomer"),
    "pardon": ("de pardonregeling", "the pardon scheme"),
    "benefit": ("de uitkering", "the benefit"),
    "migrant_group": ("de groep", "the group"),
    "refugee": ("vluchteling", "refugee"),
    "asylum_permit": ("de verblijfsvergunning asiel", "the asylum permit"),
    "in_kind_only": ("alleen in natura", "in kind only"),
    # Absence, attendance and the switch of provider
    "absent_on": ("de eerste dag van het verzuim", "the first day of the absence"),
    "until_on": ("de dag tot wanneer", "the day until which"),
    "authorised": ("geoorloofd", "authorised"),
    "lessons": ("het aantal lessen", "the number of lessons"),
    "attended": ("de aanwezigheid", "the attendance"),
    "authorised_absent": ("het geoorloofd verzuim", "the authorised absence"),
    "judgements": ("het oordeel", "the judgement"),
    "actions": ("de actie", "the action"),
    "childcare": ("de vraag om kinderopvang", "the request for childcare"),
    "asked_on": ("de dag van de aanvraag", "the day of the request"),
    "offered_on": ("de dag van het aanbod", "the day of the offer"),
    "outcomes": ("de uitkomst", "the outcome"),
    "reports": ("het aanwezigheidsbericht", "the attendance report"),
    "last_on": ("de laatste dag", "the last day"),
    "ends": ("het einde van het traject", "the end of the trajectory"),
    "successful": ("met succes", "successful"),
    "removed_on": ("de dag waarop de belemmering weg was", "the day the barrier was gone"),
    "half_days_per_week": ("het aantal dagdelen per week", "the number of half days a week"),
    "declined_on": ("de dag van de weigering", "the day of refusal"),
    # Money
    "bonus": ("de bonus", "the bonus"),
    "form": ("de vorm", "the form"),
    "beneficiary": ("voor wie de bonus is", "who the bonus is for"),
    "grants": ("de toekenning", "the grant"),
    "refusals": ("de weigering", "the refusal"),
    "is_asked": ("of de bonus is gevraagd", "whether the bonus was asked for"),
    "precision": ("hoe precies de bron is", "how precise the source is"),
    "professional": ("beroepsmatig", "professional"),
    "groups": ("wat is vastgesteld", "what was established"),
    "migrant_groups": ("wat is vastgesteld", "what was established"),
    "childcare_obstacles": ("de belemmering door kinderopvang", "the obstacle of childcare"),
    "amount_cents": ("het bedrag", "the amount"),
    "asked_cents": ("het gevraagde bedrag", "the amount asked"),
    "cents": ("het bedrag", "the amount"),
    "booked_on": ("de dag van de boeking", "the day of the booking"),
    "payments": ("de betaling", "the payment"),
    "bookings": ("de boeking", "the booking"),
    "contested_before": ("de eerdere betaling", "the earlier payment"),
    "charged": ("de opgelegde eigen bijdrage", "the own contribution charged"),
    "waived": ("de kwijtschelding", "the waiver"),
    "set_off": ("de verrekening", "the set-off"),
    "before_cents": ("wat eerder is gegeven", "what was given before"),
    "paid_on": ("de dag van betaling", "the day of payment"),
    # Vouchers
    "redeemed_on": ("de dag van verzilveren", "the day of redemption"),
    "lists": ("de lijst van cursussen", "the list of courses"),
    # The road of the Acts of 2007 and 2021
    "adopted": ("dat er een PIP is", "that there is a PIP"),
    "adopted_on": ("de dag van het PIP", "the day of the PIP"),
    "agreed": ("het aantal gesprekken in het plan", "the number of talks in the plan"),
    "answered": ("dat er is beslist", "that there is an answer"),
    "answered_on": ("de dag van het besluit", "the day of the answer"),
    "assigned": ("de koppeling aan een gemeente", "the assignment to a municipality"),
    "basis": ("waardoor de termijn begint", "what starts the term"),
    "because": ("de aanleiding", "what gives rise to it"),
    "called": ("dat er een oproep is", "that there was a call"),
    "called_on": ("de dag van de oproep", "the day of the call"),
    "decided": ("dat er een beschikking is", "that there is a decision"),
    "decided_on": ("de dag van de beschikking", "the day of the decision"),
    "deviations": ("de afwijking van de tien weken", "the deviation from the ten weeks"),
    "early_stay": ("het basisexamen in het buitenland", "the basic exam abroad"),
    "endings": ("het einde van de inburgeringsplicht", "the end of the obligation"),
    "extended_days": ("de duur van de verlenging", "the length of the extension"),
    "extensions": ("de verlenging", "the extension"),
    "from_the_start": ("of de plicht er nooit was", "whether the obligation never was"),
    "granted": ("of het is toegewezen", "whether it was granted"),
    "ground": ("de grond", "the ground"),
    "hours": ("de uren", "the hours"),
    "information": ("de informatie van een derde", "the information of a third party"),
    "language_hours": ("de cursusuren taal", "the course hours of language"),
    "lodged_on": ("de dag van de aanvraag", "the day of the request"),
    "notified_on": ("de dag van de kennisgeving", "the day of the notice"),
    "obliged_on": ("de eerste dag van de inburgeringsplicht", "the first day of the obligation"),
    "on_request": ("of het is aangevraagd", "whether it was asked for"),
    "participation_hours": ("de uren participatie", "the hours of participation"),
    "completions": ("het afgeronde onderdeel", "the part that was completed"),
    "parts": ("het onderdeel", "the part"),
    "plans": ("het vastgestelde plan", "the plan that was adopted"),
    "plan_on": ("de dag van het plan", "the day of the plan"),
    "request": ("wat is aangevraagd", "what was asked for"),
    "routes": ("de leerroute", "the learning route"),
    "seen": ("dat er een onderzoek was", "that there was an intake"),
    "seen_on": ("de dag van het onderzoek", "the day of the intake"),
    "settled_on": ("de dag van inschrijving in de gemeente", "the day of registration in the municipality"),
    "shown_until_on": ("het einde dat de bron noemt", "the end that the source shows"),
    "starts_on": ("de eerste dag van de termijn", "the first day of the term"),
    "talks": ("het voortgangsgesprek", "the progress talk"),
    "term_starts_on": ("de eerste dag van de termijn", "the first day of the term"),
}
"""Field of a case → what it is called; the words of `domain/dimensions.py` for what a person is are the same."""

WORDS: Catalogue = {
    "what_if.counts": ("telde dit geval mee ({code})", "this case would count ({code})"),
    "what_if.not": ("telde dit geval niet mee ({code})", "this case would not count ({code})"),
    "what_if.if": ("Als {changes}, {then}.", "If {changes}, {then}."),
    "what_if.and": (" en ", " and "),
    "what_if.value": ("{field} {after} was (nu {before})", "{field} were {after} (it is {before})"),
    "what_if.exactly": ("{field} op {after} lag (nu {before})", "{field} were on {after} (it is {before})"),
    "what_if.until": (
        "{field} op of vóór {until_day} lag (nu {before})",
        "{field} were on or before {until_day} (it is {before})",
    ),
    "what_if.from": (
        "{field} op of na {from_day} lag (nu {before})",
        "{field} were on or after {from_day} (it is {before})",
    ),
    "what_if.between": (
        "{field} van {from_day} tot en met {until_day} lag (nu {before})",
        "{field} were from {from_day} to {until_day}, both included (it is {before})",
    ),
    "what_if.any_day": (
        "{field} op welke dag ook bekend was (nu {before})",
        "{field} were known, on any day (it is {before})",
    ),
    "what_if.amount": (
        "{field} {low} tot en met {high} was (nu {before})",
        "{field} were {low} to {high} (it is {before})",
    ),
    "what_if.unset": ("{field} niet bekend was (nu {before})", "{field} were not known (it is {before})"),
    "what_if.absent": ("{field} er niet was", "{field} were not there"),
    "what_if.add": ("{field} erbij stond", "{field} were there too"),
    "what_if.add_until": ("{field} er was, op of vóór {until_day}", "{field} were there, on or before {until_day}"),
    "what_if.add_from": ("{field} er was, op of na {from_day}", "{field} were there, on or after {from_day}"),
    "what_if.add_between": (
        "{field} er was, van {from_day} tot en met {until_day}",
        "{field} were there, from {from_day} to {until_day}",
    ),
    "what_if.add_any_day": ("{field} er was, op welke dag ook", "{field} were there, on any day"),
    "what_if.entered": (
        "de bron dit uiterlijk {after} had ingevoerd",
        "the source had entered this by {after}",
    ),
    "what_if.unknown": ("onbekend", "unknown"),
    "what_if.none": (
        "Er is geen eenvoudige verandering die het oordeel omkeert: gezocht is met een, twee en drie tegelijk.",
        "There is no simple change that turns the verdict: one, two and three at once were tried.",
    ),
    "what_if.title": ("Wat als", "What if"),
}


def what_if_document(alternatives: Sequence[Alternative]) -> list[Document]:
    """Each alternative with its changes, the verdict it was judged to give, and its sentence in both languages."""
    return [
        {
            "changes": [_change(change) for change in one.changes],
            "counted": one.verdict.counted,
            "reason": one.verdict.code,
            "amount": one.verdict.amount,
            "sentence": sentence_of(one),
        }
        for one in alternatives
    ]


def _change(change: Change) -> Document:
    return {
        "kind": change.kind,
        "field": ".".join(str(step) for step in change.path if not isinstance(step, int)),
        "named": change.named,
        "from": _plain(change.before),
        "to": _plain(change.after),
        "at_least": _plain(change.from_value),
        "at_most": _plain(change.until_value),
    }


def _plain(value: object) -> object:
    return (
        value
        if value is None or isinstance(value, bool | int)
        else None
        if hasattr(value, "__struct_fields__")
        else str(value)
    )


def sentence_of(alternative: Alternative) -> Sentence:
    """The alternative in a sentence of each language."""
    return {language: _sentence(Wording(language, WORDS), alternative) for language in ("nl", "en")}


def _sentence(wording: Wording, alternative: Alternative) -> str:
    changes = wording.say("what_if.and").join(_told(wording, change) for change in alternative.changes)
    verdict = alternative.verdict
    then = wording.say("what_if.counts" if verdict.counted else "what_if.not", code=verdict.code)
    return wording.say("what_if.if", changes=changes, then=then)


def _told(wording: Wording, change: Change) -> str:
    """One change in words."""
    field, last = field_in_words(wording, change), _names(change)[-1]
    said = {
        "field": field,
        "before": _value(wording, last, change.before),
        "after": _value(wording, last, change.after),
    }
    match change.kind:
        case "entered":
            return wording.say("what_if.entered", after=said["after"])
        case "absent":
            return wording.say("what_if.absent", field=field)
        case "unset":
            return wording.say("what_if.unset", field=field, before=said["before"])
        case "add" if change.after is None:
            return wording.say("what_if.add", field=field)
        case _ if isinstance(change.after, bool) or not _is_day(change.after):
            return wording.say("what_if.value", **said)
    low, high = (
        None if one is None else wording.short_day(str(one)) for one in (change.from_value, change.until_value)
    )
    prefix = "what_if.add_" if change.kind == "add" else "what_if."
    if low is not None and low == high and change.kind != "add":
        return wording.say("what_if.exactly", **said)
    bounded = {(True, True): "between", (True, False): "from", (False, True): "until", (False, False): "any_day"}
    holes = {"from_day": low, "until_day": high, **said}
    return wording.say(prefix + bounded[low is not None, high is not None], **holes)


def _is_day(value: object) -> bool:
    text = str(value)
    return len(text) == len("2008-06-20") and text[4] == text[7] == "-"


def _value(wording: Wording, name: str, value: object) -> str:
    match value:
        case None:
            return wording.say("what_if.unknown")
        case bool():
            return wording.value(value)
        case int() if name.endswith("cents"):
            return wording.amount(value, "cents")
        case _:
            return wording.code(name, str(value))


def _names(change: Change) -> list[str]:
    return [str(step) for step in change.path if not isinstance(step, int)]


def _field(wording: Wording, name: str) -> str:
    return FIELDS[name][0 if wording.language == "nl" else 1]


def _named(wording: Wording, named: str) -> str:
    """What a fact is called by its case: its kind or document, or what else it says (`successful=true`) in words."""
    said = []
    for one in named.split(", "):
        name, is_said, value = one.partition("=")
        if not is_said:
            said.append(wording.code("kind", one))
            continue
        truth = {"true": True, "false": False}.get(value)
        words = wording.code(name, value) if truth is None else wording.value(truth)
        said.append(f"{_field(wording, name)}: {words}")
    return ", ".join(said)


def field_in_words(wording: Wording, change: Change) -> str:
    """What is changed, as one calls it: the start; the receipt (plan); signed of the receipt (plan)."""
    names = _names(change)
    words = [_field(wording, name) for name in names]
    if len(words) == 1 and change.named is None:
        return words[0]
    if names[0] == "categories" and len(names) > 1:
        return words[-1]
    fact = f"{words[0]} ({_named(wording, change.named)})" if change.named else words[0]
    if change.kind in ("add", "absent") or len(words) == 1:
        return fact
    of = "van" if wording.language == "nl" else "of"
    return f"{words[-1]} {of} {fact}"
