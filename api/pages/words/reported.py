"""The words of the page of reported figures."""

from replay.messages import Catalogue

REPORTED: Catalogue = {
    "reported.title": ("Gemelde cijfers, toen en nu", "Reported figures, then and now"),
    "reported.lead": (
        "Wat aan anderen is verteld, blijft staan zoals het is verteld. Ernaast staat wat dezelfde vraag nu geeft. Het "
        "verloop is het verschil.",
        "What was told to others stays as it was told. Beside it stands what the same question gives now. The drift is "
        "the difference.",
    ),
    "reported.none": (
        "Hier is nog geen cijfer gemeld. Wie een cijfer aan anderen vertelt en dat vastlegt, ziet het hier terug.",
        "No figure was reported here yet. Who tells a figure to others and records that, finds it here.",
    ),
    "reported.drifted": ("{drifted} van {shown} gemelde cijfers luiden nu anders", "{drifted} of {shown} reported "
                         "figures read differently now"),
    "reported.drifted.one": ("1 van {shown} gemelde cijfers luidt nu anders", "1 of {shown} reported figures reads "
                             "differently now"),
    "reported.moved": ("luidt nu anders", "reads differently now"),
    "reported.as_told": ("zoals gemeld", "as reported"),
    "reported.unknown": ("niet te vergelijken", "cannot be compared"),
    "reported.why": ("Waardoor", "By what"),
    "reported.bridge": ("De brug van toen naar nu", "The bridge from then to now"),
    "reported.rule": ("Cijfer", "Figure"),
    "reported.every": ("alle", "all"),
    "reported.show": ("Toon", "Show"),
    "reported.at": ("gemeld op positie", "reported at position"),
}  # fmt: skip
