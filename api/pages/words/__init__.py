"""The words of the pages that the figures themselves do not bring, Dutch first and English beside it, page by page."""

from api.pages.words.accessibility import ACCESSIBILITY
from api.pages.words.around import AROUND
from api.pages.words.case import CASE
from api.pages.words.difference import DIFFERENCE
from api.pages.words.dossier import DOSSIER
from api.pages.words.figure import FIGURE
from api.pages.words.findings import FINDINGS
from api.pages.words.ledger import LEDGER
from api.pages.words.mend import MEND
from api.pages.words.own_data import OWN_DATA
from api.pages.words.paper import PAPER
from api.pages.words.participants import PARTICIPANTS
from api.pages.words.parts import PARTS
from api.pages.words.published import PUBLISHED
from api.pages.words.quotas import QUOTAS
from api.pages.words.record import RECORD
from api.pages.words.reported import REPORTED
from api.pages.words.rules import RULES
from api.pages.words.sign_in import SIGN_IN
from api.pages.words.signals import SIGNALS
from api.pages.words.start import START
from api.pages.words.taking_in import TAKING_IN
from api.pages.words.waiting import WAITING
from replay.messages import Catalogue

PAGE_WORDS: Catalogue = {
    **AROUND,
    **PARTS,
    **PAPER,
    **DOSSIER,
    **OWN_DATA,
    **PARTICIPANTS,
    **FIGURE,
    **CASE,
    **DIFFERENCE,
    **QUOTAS,
    **PUBLISHED,
    **REPORTED,
    **RULES,
    **RECORD,
    **SIGN_IN,
    **SIGNALS,
    **FINDINGS,
    **LEDGER,
    **MEND,
    **ACCESSIBILITY,
    **START,
    **TAKING_IN,
    **WAITING,
}
