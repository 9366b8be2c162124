"""The words of the page of the waiting list."""

from replay.messages import Catalogue

WAITING: Catalogue = {
    "waiting.title": ("Wachtlijst", "Waiting list"),
    "waiting.title.place": ("Wachtlijst van {place}", "Waiting list of {place}"),
    "waiting.lead": (
        "Wie op {day} wacht, en hoe lang nog mag. Wie het langst wacht, staat bovenaan.",
        "Who waits on {day}, and how long they still may. Who waits longest comes first.",
    ),
    "waiting.counts": ("Hoeveel mensen wachten te lang?", "How many wait too long?"),
    "waiting.limit.waiting-over-four-months.first-inflow-only": (
        "Vier maanden, alleen eerste instroom",
        "Four months, first inflow only",
    ),
    "waiting.limit.waiting-over-four-months.both-lists": ("Vier maanden, beide lijsten", "Four months, both lists"),
    "waiting.limit.waiting-over-one-year.one-year": ("Een jaar", "One year"),
    "waiting.why_two": (
        "De tekst van de vier maanden kan op twee manieren worden gelezen. Daarom staan beide lezingen naast elkaar.",
        "The text on the four months can be read in two ways. So both readings stand side by side.",
    ),
    "waiting.ask": ("Vraag anders", "Ask otherwise"),
    "waiting.show": ("Toon", "Show"),
    "waiting.municipality": ("Gemeente", "Municipality"),
    "waiting.municipality.hint": ("leeg is het hele land", "empty is the whole country"),
    "waiting.list": ("Wachtlijst", "Waiting list"),
    "waiting.list.all": ("beide lijsten", "both lists"),
    "waiting.as_of": ("Op welke dag", "On which day"),
    "waiting.as_of.hint": ("leeg is vandaag", "empty is today"),
    "waiting.known_at": ("Wat was toen bekend", "As known at"),
    "waiting.known_at.hint": ("een dag of een positie; leeg is nu", "a day or a position; empty is now"),
    "waiting.who": ("Welke mensen", "Which people"),
    "waiting.who.too_long": ("wie te lang wacht", "who waits too long"),
    "waiting.who.all": ("iedereen die wacht", "everybody who waits"),
    "waiting.lines.too_long": ("Wie te lang wacht", "Who waits too long"),
    "waiting.lines.all": ("Iedereen die wacht", "Everybody who waits"),
    "waiting.of_all": ("Voor iedereen hieronder: {sentence}", "For everybody below: {sentence}"),
    "waiting.record": ("Registratie", "Registration"),
    "waiting.erased": ("zonder nummer", "without a number"),
    "waiting.list_and_reason": ("Lijst en reden", "List and reason"),
    "waiting.joined": ("Ingeschreven", "Joined"),
    "waiting.joined.unknown": ("dag niet bekend", "day not known"),
    "waiting.waited": ("Wacht al", "Has waited"),
    "waiting.days": ("{days} dagen", "{days} days"),
    "waiting.day": ("1 dag", "1 day"),
    "waiting.over": ("{days} te lang", "{days} too long"),
    "waiting.left": ("nog {days}", "{days} left"),
    "waiting.last_day": ("laatste dag", "last day"),
    "waiting.limit_on": ("grens {day}", "limit {day}"),
    "waiting.none.too_long": (
        "Op deze dag wacht hier niemand te lang. Kies een andere dag of gemeente, of kijk naar iedereen die wacht.",
        "Nobody waits too long here on this day. Choose another day or municipality, or look at everybody who waits.",
    ),
    "waiting.none.all": (
        "Op deze dag wacht hier niemand. De lijst vult zich met wachtlijsten die worden ingelezen of vastgelegd.",
        "Nobody waits here on this day. The list fills with waiting lists that are taken in or recorded.",
    ),
    "waiting.nobody_yet": (
        "Tot hier wacht niemand te lang. De lijst gaat verder.",
        "Nobody waits too long up to here. The list goes on.",
    ),
}
