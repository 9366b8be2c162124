"""The words of what more than one page shows in the same way."""

from replay.messages import Catalogue

PARTS: Catalogue = {
    "axes.municipality": ("Gemeente", "Municipality"),
    "axes.period": ("Periode (van..tot)", "Period (from..until)"),
    "axes.period.hint": ("bijvoorbeeld 2007-01-01..2008-07-01", "for example 2007-01-01..2008-07-01"),
    "axes.as_of": ("Peildatum", "As of"),
    "axes.as_of.hint": ("dag in de wereld", "day in the world"),
    "axes.registered_by": ("Ingevoerd uiterlijk", "Registered by"),
    "axes.registered_by.hint": ("volgens de bronnen", "as the sources claim"),
    "axes.known_at": ("Bekend op", "Known at"),
    "axes.known_at.hint": ("positie of dag", "position or day"),
}
