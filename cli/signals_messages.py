"""The words in which signals are told: Dutch first, English beside it."""

from replay.messages import Catalogue

OF_SIGNALS: Catalogue = {
    "error.assigned_or_not": (
        "--assignee en --unassigned sluiten elkaar uit; verwacht een van beide.",
        "--assignee and --unassigned exclude each other; expected one of the two.",
    ),
    "signals.title": ("Signalen", "Signals"),
    "signals.title_acknowledged": ("Afgehandelde signalen", "Acknowledged signals"),
    "signals.none": (
        "Er is geen signaal dat hieraan voldoet. Grenzen die nog komen, toont --coming DAGEN.",
        "There is no signal of this kind. Limits that lie ahead are shown with --coming DAYS.",
    ),
    "signals.none_acknowledged": (
        "Er rust geen signaal dat hieraan voldoet.",
        "No signal of this kind is at rest.",
    ),
    "signals.kind": ("signaal", "signal"),
    "signals.due": ("nu", "now"),
    "signals.coming": ("op komst", "coming"),
    "signals.acknowledged": ("rust", "at rest"),
    "signals.acts": ("Aan zet: {who}.", "To act: {who}."),
    "signals.outside": (
        "Volgens een stuk dat op de peildatum niet geldt.",
        "By a document that is not in force on the day asked.",
    ),
    "signals.urgent": ("Dringendst eerst", "Most urgent first"),
    "signals.about": ("wie", "who"),
    "signals.what": ("wat", "what"),
    "signals.limit": ("grens", "limit"),
    "signals.days": ("dagen", "days"),
    "signals.assigned": ("toegewezen aan", "assigned to"),
    "signals.nobody": ("niemand", "nobody"),
    "signals.over": ("{days} over", "{days} over"),
    "signals.today": ("vandaag", "today"),
    "signals.left": ("nog {days}", "{days} left"),
    "signals.since": ("sinds {day}", "since {day}"),
    "signals.only_by": (
        "Alleen volgens {versions}; niet volgens {others}.",
        "Only by {versions}; not by {others}.",
    ),
    "signals.rests_until": (
        "Afgehandeld op {day} ({reason}); rust tot {until}.",
        "Acknowledged on {day} ({reason}); at rest until {until}.",
    ),
    "signals.rests_for_good": ("Afgehandeld op {day} ({reason}).", "Acknowledged on {day} ({reason})."),
    "signals.rested_until": (
        "Rustte tot {until} ({reason}), en vraagt weer om actie.",
        "Was at rest until {until} ({reason}), and asks for action again.",
    ),
    "signals.unknown_day": (
        "Afgehandeld ({reason}) op een onbekende dag, dus blijft het staan.",
        "Acknowledged ({reason}) on an unknown day, so it stays.",
    ),
    "signals.name_event": ("Deze afhandelen: about={about}", "To acknowledge this one: about={about}"),
    "signals.not_answered": ("Niet te zeggen", "Cannot be told"),
    "signals.needs": (
        "{kind}: de regel vraagt {parameter} ({sentence}), en niemand heeft die vastgesteld. Leg vast: ketenboek "
        "record ParameterSet name={parameter} value=… occurred_on=JJJJ-MM-DD",
        "{kind}: the rule needs {parameter} ({sentence}), which nobody has set. Record: ketenboek record ParameterSet "
        "name={parameter} value=… occurred_on=YYYY-MM-DD",
    ),
    "record.no_such_signal": (
        "Geen lijst toont een signaal {name}; bedoeld voor een code die een ander gaf, en anders een van: {known}.",
        "No list shows a signal {name}; meant for a code that somebody else gave, and else one of: {known}.",
    ),
}
