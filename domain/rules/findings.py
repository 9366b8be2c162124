"""A finding: something in the book that does not fit, said aloud and left as it is.

A fact from a partner is recorded also when it clashes with another (design page DOMAIN). What clashes is no reason to
refuse and is never repaired in silence: it is a finding, with the events it rests on and who could resolve it. When
they do, by a correction, the finding closes and stays to be seen in the past.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from domain.counting import Case, Sentence

FindingCode = Literal[
    "ENTERED_AFTERWARDS",
    "DATES_OUT_OF_ORDER",
    "EARLIER_START_MISSING",
    "ROW_MISSING",
    "VALUE_EMPTIED",
    "REMARK_NOT_UNDERSTOOD",
    "ROW_REJECTED",
    "ERASED_RECORD_REDELIVERED",
    "CONTROL_TOTAL_DIFFERS",
    "SOURCES_CONFLICT",
    "ACTIVE_AFTER_DEATH",
    "DUPLICATE_IN_SOURCE",
    "IDENTITY_CONFLICT",
]
Resolver = Literal["SOURCE", "PROFILE", "IDENTITY"]
"""Who could resolve it: the party that delivered it (where there are two, one of them), who keeps the profile its files
are read with, or who decides whether two registrations are about one person."""

RESOLVERS: Mapping[Resolver, Sentence] = {
    "SOURCE": {"nl": "wie het leverde", "en": "who delivered it"},
    "PROFILE": {"nl": "wie het inleesprofiel beheert", "en": "who keeps the profile"},
    "IDENTITY": {"nl": "wie beslist wie dezelfde persoon is", "en": "who decides who is the same person"},
}

SENTENCES: Mapping[FindingCode, Sentence] = {
    "ENTERED_AFTERWARDS": {
        "nl": "Volgens de bron ingevoerd voordat het bronsysteem in gebruik was, dus achteraf.",
        "en": "Entered, the source says, before its system was in use; so afterwards.",
    },
    "DATES_OUT_OF_ORDER": {
        "nl": "De datums volgen elkaar niet op zoals het moet.",
        "en": "The dates do not follow each other as they must.",
    },
    "EARLIER_START_MISSING": {
        "nl": "Op de lijst van tijdelijk gestopten, zonder dat een eerdere start bekend is.",
        "en": "On the list of the temporarily stopped, while no earlier start is known.",
    },
    "ROW_MISSING": {
        "nl": "Eerder geleverd, en afwezig in een latere volledige levering.",
        "en": "Delivered before, and absent from a later full delivery.",
    },
    "VALUE_EMPTIED": {
        "nl": "Een eerder geleverde waarde kwam later leeg.",
        "en": "A value delivered before came empty later.",
    },
    "REMARK_NOT_UNDERSTOOD": {
        "nl": "Een opmerking in de rij is niet begrepen; de rij zelf is verwerkt.",
        "en": "A remark in the row was not understood; the row itself was taken.",
    },
    "ROW_REJECTED": {"nl": "De rij kon niet worden verwerkt.", "en": "The row could not be taken."},
    "ERASED_RECORD_REDELIVERED": {
        "nl": "Een gewist gegeven is opnieuw aangeleverd en niet opgenomen.",
        "en": "An erased record was delivered again and was not taken.",
    },
    "SOURCES_CONFLICT": {
        "nl": "Twee bronnen zeggen over dezelfde persoon iets dat niet allebei waar kan zijn.",
        "en": "Two sources say things of the same person that cannot both be true.",
    },
    "ACTIVE_AFTER_DEATH": {
        "nl": "Iets wat alleen iemand zelf doet, ligt na de dag van overlijden.",
        "en": "Something that only a person does is dated after the day that person died.",
    },
    "DUPLICATE_IN_SOURCE": {
        "nl": "Eén bron leverde dezelfde persoon tweemaal in dezelfde cursus, vanaf dezelfde dag.",
        "en": "One source delivered the same person twice in the same course, from the same day.",
    },
    "IDENTITY_CONFLICT": {
        "nl": "Het staat niet vast of twee registraties over dezelfde persoon gaan.",
        "en": "It is not settled whether two registrations are about the same person.",
    },
    "CONTROL_TOTAL_DIFFERS": {
        "nl": "Een totaal dat de afzender opgeeft, is niet wat er in het bestand is geteld.",
        "en": "A total that the sender states is not what was counted in the file.",
    },
}


class Finding(Case, frozen=True, kw_only=True):
    """One thing that does not fit; `positions` are the events it rests on."""

    undeciding: ClassVar[frozenset[str]] = Case.undeciding | {"detail"}

    code: FindingCode
    resolver: Resolver
    detail: dict[str, str] = {}  # noqa: RUF012  msgspec copies an empty default per instance
