"""The words of the pages on which a fact is corrected or taken back."""

from replay.messages import Catalogue

MEND: Catalogue = {
    "mend.correct": ("Verbeteren", "Correct"),
    "mend.retract": ("Intrekken", "Take back"),
    "mend.correct.title": ("{kind} verbeteren", "Correct: {kind}"),
    "mend.retract.title": ("{kind} intrekken", "Take back: {kind}"),
    "mend.correct.lead": (
        "U verbetert wat er is vastgelegd. Wat er eerst stond, blijft in het grootboek te lezen; vanaf nu geldt uw "
        "verbetering. Is er iets anders gebeurd of besloten, leg dat dan apart vast.",
        "You correct what was recorded. What stood there first can still be read in the ledger; from now on your "
        "correction holds. If something else happened or was decided, record that by itself.",
    ),
    "mend.retract.lead": (
        "Trek een feit in als het niet had mogen worden vastgelegd: het gebeurde niet, niet bij deze persoon, of het "
        "staat er al. Het blijft in het grootboek te lezen en telt nergens meer mee.",
        "Take a fact back if it should not have been recorded: it did not happen, not to this person, or it stands "
        "there already. It can still be read in the ledger and counts nowhere any more.",
    ),
    "mend.was_retracted": (
        "Dit feit is ingetrokken. Door het te verbeteren geldt het weer.",
        "This fact was taken back. Correcting it makes it hold again.",
    ),
    "mend.left": ("Wat hier niet kan veranderen", "What cannot change here"),
    "mend.left.says": (
        "Klopt dit niet, trek dan het feit in en leg het opnieuw vast.",
        "If this is not right, take the fact back and record it anew.",
    ),
    "mend.why": ("Waarom verbetert u dit?", "Why do you correct this?"),
    "mend.why.retract": ("Waarom trekt u dit in?", "Why do you take this back?"),
    "mend.next": ("Bekijk wat er verandert", "See what changes"),
    "mend.next.retract": ("Bekijk wat u intrekt", "See what you take back"),
    "mend.sealed": ("verzegeld", "sealed"),
    "mend.sealed.anew": ("verzegeld, vervangen", "sealed, replaced"),
    "mend.sealed.hint": (
        "Wordt verzegeld bewaard en hier niet getoond. Leeg: het blijft zoals het is.",
        "Is kept sealed and not shown here. Empty: it stays as it is.",
    ),
    "mend.changes": ("Dit verandert er", "This is what changes"),
    "mend.was": ("Er staat nu", "It says now"),
    "mend.will": ("Er komt te staan", "It will say"),
    "mend.before": ("Let op, voordat u dit verbetert.", "Note this, before you correct it."),
    "mend.lasts": (
        "Er is nog niets vastgelegd. Uw verbetering blijft staan onder uw naam.",
        "Nothing was recorded yet. Your correction stays under your name.",
    ),
    "mend.lasts.retract": (
        "Er is nog niets vastgelegd. Dat u dit intrekt blijft staan onder uw naam.",
        "Nothing was recorded yet. That you take this back stays under your name.",
    ),
    "mend.confirm": ("Ja, verbeter dit", "Yes, correct this"),
    "mend.confirm.retract": ("Ja, trek dit in", "Yes, take this back"),
    "mend.again": ("Terug naar het formulier", "Back to the form"),
    "mend.says": ("Wat er staat", "What it says"),
    "mend.naming": (
        "Let op: deze feiten bouwen op dit feit. Kijk of ze zonder dit feit nog kloppen.",
        "Note: these facts build on this one. See whether they are still right without it.",
    ),
    "mend.reason": ("Reden", "Reason"),
    "mend.in_dossier": ("Het feit in het dossier", "The fact in the dossier"),
    "mend.in_ledger": ("Het feit in het grootboek", "The fact in the ledger"),
    "mend.nothing_changed": (
        "U hebt niets veranderd. Pas aan wat niet klopt, of ga terug naar het feit.",
        "You changed nothing. Change what is not right, or go back to the fact.",
    ),
    "mend.changed_since": (
        "Een ander heeft dit feit verbeterd terwijl u bezig was. Kijk eerst wat er nu staat.",
        "Somebody else corrected this fact while you were at it. First see what it says now.",
    ),
    "mend.refused": ("Dit kan niet worden vastgelegd.", "This cannot be recorded."),
    "mend.barred": ("Dit feit kunt u hier niet veranderen.", "You cannot change this fact here."),
    "mend.barred.OF_THE_BOOK": (
        "Dit feit zegt wat er met het grootboek zelf is gedaan, en dat is echt gedaan. Een verbetering of intrekking "
        "maakt u ongedaan door het eerste feit opnieuw te verbeteren.",
        "This fact tells what was done to the ledger itself, and that was really done. A correction or taking back is "
        "undone by correcting the first fact again.",
    ),
    "mend.barred.LINK": (
        "Of twee registraties één persoon zijn, wordt opnieuw besloten bij Deelnemers, met een reden.",
        "Whether two registrations are one person is decided anew under Participants, with a reason.",
    ),
    "mend.barred.NOT_YOURS": (
        "Dit feit is niet van uw gemeente. Wie het vastlegde kan het verbeteren: vraag het die gemeente.",
        "This fact is not of your municipality. Who recorded it can correct it: ask that municipality.",
    ),
    "mend.barred.OTHER_PARTY": (
        "Een andere organisatie legde dit feit vast, en alleen die kan het verbeteren of intrekken: {source}. Vraag "
        "het daar.",
        "Another organisation recorded this fact, and it alone can correct it or take it back: {source}. Ask there.",
    ),
    "mend.barred.CLOSING": (
        "Een afgesloten periode wordt heropend, en niet verbeterd: wat is afgesloten, is aan anderen gemeld.",
        "A closed period is reopened and not corrected: what was closed, was reported to others.",
    ),
    "mend.barred.DECISION": (
        "Dit is een besluit. Een besluit wordt niet ingetrokken als een vergissing maar herroepen, met een reden; "
        "daarna kunt u opnieuw besluiten. Een schrijffout verbeteren kan zolang er niets op volgde: geen "
        "bekendmaking, bezwaar of woord van een ander.",
        "This is a decision. A decision is not taken back as a mistake but revoked, with a reason; then you can "
        "decide anew. A slip of the pen can be corrected for as long as nothing followed: no notification, objection "
        "or word of another.",
    ),
    "mend.barred.RETRACTED": ("Dit feit is al ingetrokken.", "This fact was taken back already."),
    "mend.revoke.short": ("Herroepen", "Revoke"),
    "mend.revoke": ("Herroep dit besluit", "Revoke this decision"),
    "notice.corrected": (
        "Verbeterd: de verbetering staat op positie {number}.",
        "Corrected: the correction stands at position {number}.",
    ),
    "notice.retracted": (
        "Ingetrokken: dat staat op positie {number}.",
        "Taken back: that stands at position {number}.",
    ),
}
