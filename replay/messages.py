"""The words in which figures are told: one catalogue, Dutch first and English beside it.

Terminal and pages take their words from here, so that the same figure is told in the same words everywhere. What a rule
says of itself (its sentence, its tests, its conflicts) stands with the rule and not here. A message may have holes in
braces; both languages have the same ones (tests/cli/test_wording.py).
"""

from collections.abc import Mapping

Catalogue = Mapping[str, tuple[str, str]]
"""Name → (Dutch, English)."""

MESSAGES: Catalogue = {
    # The three sentences for a minister
    "minister.figure": (
        "In {place}, {period}, is het cijfer {value}: {sentence}.",
        "In {place}, {period}, the figure is {value}: {sentence}.",
    ),
    "minister.period": ("van {from_day} tot {until_day}", "from {from_day} until {until_day}"),
    "minister.since": ("vanaf {from_day}", "from {from_day} on"),
    "minister.until": ("tot {until_day}", "until {until_day}"),
    "minister.as_of": ("op {day}", "on {day}"),
    "minister.none": ("Er is geen enkel geval om te bekijken.", "There is no case at all to look at."),
    "minister.all": ("Alle {considered} bekeken gevallen tellen mee.", "All {considered} cases considered count."),
    "minister.one_reason": (
        "Van de {considered} bekeken gevallen tellen er {left_out} niet mee, om één reden: “{reason}”",
        "Of the {considered} cases considered {left_out} do not count, for one reason: “{reason}”",
    ),
    "minister.reasons": (
        "Van de {considered} bekeken gevallen tellen er {left_out} niet mee; de grootste groep ({most}): “{reason}”",
        "Of the {considered} cases considered {left_out} do not count; the largest group ({most}): “{reason}”",
    ),
    "minister.each_once": (
        "Van de {considered} bekeken gevallen tellen er {left_out} niet mee, elk om een eigen reden; een ervan: "
        "“{reason}”",
        "Of the {considered} cases considered {left_out} do not count, each for a reason of its own; one of them: "
        "“{reason}”",
    ),
    "minister.quota": (
        "Dat is {share} van de {kind} van {amount} ({setter}, {day}), met nog {to_go} te gaan{other}.",
        "That is {share} of the {kind} of {amount} ({setter}, {day}), with {to_go} to go{other}.",
    ),
    "minister.quota_about": (
        "Dat is {share} van de {kind} van {precision} {amount} ({setter}, {day}){other}.",
        "That is {share} of the {kind} of {precision} {amount} ({setter}, {day}){other}.",
    ),
    "minister.other": (
        "; een andere lezing van dezelfde stukken ({versions}) staat ernaast, en het systeem kiest niet",
        "; another reading of the same documents ({versions}) stands beside it, and the system does not choose",
    ),
    "minister.other_alone": (
        "Een andere lezing van dezelfde stukken ({versions}) staat ernaast; het systeem kiest niet.",
        "Another reading of the same documents ({versions}) stands beside it; the system does not choose.",
    ),
    "minister.known": (
        "Zo is het bekend in dit grootboek op positie {position}{registered_by}.",
        "So it is known in this ledger at position {position}{registered_by}.",
    ),
    "minister.registered_by": (
        ", met wat de bronnen zeggen uiterlijk {day} te hebben ingevoerd",
        ", with what the sources say they had entered by {day}",
    ),
    # The axes
    "axis.everywhere": ("alle gemeenten", "all municipalities"),
    "axis.period": ("periode", "period"),
    "axis.as_of": ("peildatum", "as of"),
    "axis.registered_by": ("ingevoerd", "registered by"),
    "axis.known_at": ("bekend op", "known at"),
    "axis.no_period": ("niet begrensd", "not bounded"),
    "axis.no_bound": ("niet begrensd", "no bound"),
    "axis.claimed": ("uiterlijk {day}, volgens de bronnen", "{day}, as the sources claim"),
    "axis.position": ("positie {position}", "position {position}"),
    "axis.held_nothing": (
        "Dit grootboek bevatte toen nog niets; wat het later kreeg, telt hier niet mee.",
        "This ledger held nothing at that moment; what it got later does not count here.",
    ),
    "axis.from_until": ("{from_day} tot {until_day}", "{from_day} until {until_day}"),
    "axis.from": ("vanaf {from_day}", "from {from_day} on"),
    "axis.until": ("tot {until_day}", "until {until_day}"),
    "axis.parameter": ("parameter", "parameter"),
    "axis.rule": ("regel", "rule"),
    # The parts of an answer
    "part.derivation": ("Hoe dit getal ontstond", "How this number came about"),
    "part.breakdown": ("Uitgesplitst naar {dimensions}", "Broken down by {dimensions}"),
    "breakdown.value": ("cijfer", "figure"),
    "breakdown.considered": ("bekeken", "considered"),
    "breakdown.unknown": ("onbekend", "unknown"),
    "breakdown.whole": ("geheel", "whole"),
    "part.quotas": ("Waar het naast mag staan", "What it may be set beside"),
    "part.refused": ("Waar het niet naast mag staan", "What it may not be set beside"),
    "part.conflicts": ("Tegenspraak in de stukken", "Contradictions in the documents"),
    "part.flags": ("Om te weten", "To know"),
    "part.cases": ("De gevallen", "The cases"),
    "part.sources": ("Waar de regel staat", "Where the rule stands"),
    "part.versions": ("Twee lezingen; het systeem kiest niet", "Two readings; the system does not choose"),
    "part.many_versions": ("{count} lezingen; het systeem kiest niet", "{count} readings; the system does not choose"),
    "funnel.considered": ("bekeken", "considered"),
    "funnel.counted": ("geteld", "counted"),
    "funnel.otherwise": ("Geen van de toetsen is van toepassing.", "None of the tests applies."),
    "quota.to_go": ("te gaan", "to go"),
    "quota.share": ("aandeel", "share"),
    "quota.amount": ("hoeveel", "amount"),
    "quota.setter": ("vastgesteld door", "set by"),
    "conflict.reading": ("zonder eigen versie", "without a version of its own"),
    "conflict.interval": ("Die lezing komt uit op {interval}.", "That reading comes to {interval}."),
    "flag.cases": ("{count} gevallen", "{count} cases"),
    "flag.case": ("1 geval", "1 case"),
    # Columns of the cases
    "case.id": ("id", "id"),
    "case.source": ("bron", "source"),
    "case.verdict": ("oordeel", "verdict"),
    "case.amount": ("bedrag", "amount"),
    "case.limit_on": ("grens", "limit"),
    "case.days_over": ("over", "over"),
    "case.events": ("beslissende feiten", "deciding facts"),
    "case.why": ("Wat de redenen betekenen", "What the reasons mean"),
    # Differences
    "difference.from": ("van", "from"),
    "difference.to": ("naar", "to"),
    "difference.is": ("verschil", "difference"),
    "difference.none": (
        "Er is geen geval dat in de twee cijfers anders telt.",
        "There is no case that counts otherwise in the two figures.",
    ),
    "difference.pairs": ("Van welke reden naar welke", "From which reason to which"),
    "difference.cases": ("gevallen", "cases"),
    "difference.part": ("waardoor", "by"),
    "part.new_facts": ("nieuwe feiten", "new facts"),
    "part.corrections": ("correcties van eerdere feiten", "corrections of earlier facts"),
    "part.rule": ("een andere regel", "another rule"),
    "part.identity": ("wie dezelfde persoon is", "who is the same person"),
    "part.erasure": ("wissing van persoonsgegevens", "erasure of personal data"),
    "difference.not_there": ("niet aanwezig", "not there"),
    # A dossier
    "dossier.occurred_on": ("gebeurd op", "occurred on"),
    "dossier.registered_on": ("ingevoerd op", "registered on"),
    "dossier.recorded_at": ("hier vastgelegd", "recorded here"),
    "dossier.fact": ("feit", "fact"),
    "dossier.corrects": ("corrigeert positie {position}", "corrects position {position}"),
    "dossier.retracts": ("trekt positie {position} in", "retracts position {position}"),
    "dossier.corrected_by": ("gecorrigeerd door positie {position}", "corrected by position {position}"),
    "dossier.retracted_by": ("ingetrokken door positie {position}", "retracted by position {position}"),
    "dossier.sealed": ("verzegeld", "sealed"),
    "dossier.rows": ("Wat de overzichten ervan zeiden", "What the views said of it"),
    "dossier.facts": ("Wat er gebeurde", "What happened"),
    "dossier.known": ("bekend", "known"),
    "dossier.known_from": ("vanaf positie {from_position}", "from position {from_position}"),
    "dossier.known_between": (
        "positie {from_position} tot {until_position}",
        "position {from_position} until {until_position}",
    ),
    "dossier.view": ("overzicht", "view"),
    "dossier.said": ("gezegd", "said"),
    "dossier.registration": ("registratie", "registration"),
    # Flags and refusals of a quota, by their code
    "code.SCHEME_MISMATCH": ("Het gaat over een andere regeling.", "It is about another scheme."),
    "code.UNIT_MISMATCH": ("Het telt iets anders.", "It counts something else."),
    "code.KIND_MISMATCH": (
        "Het is een ander soort getal, en soorten worden niet vermengd.",
        "It is another kind of number, and kinds are never mixed.",
    ),
    "code.PERIOD_MISMATCH": ("Het gaat over een andere tijd.", "It is about another time."),
    "code.AMOUNT_UNKNOWN": ("De bron noemt geen aantal.", "The source gives no amount."),
    "code.REGISTRATION_NOT_CLAIMED": (
        "De bron zegt niet wanneer het is ingevoerd; de dag van levering geldt.",
        "The source does not say when it was entered; the day of delivery holds.",
    ),
    "code.CORRECTED": ("Gecorrigeerd na de eerste levering.", "Corrected after it was first delivered."),
    "code.DATE_UNKNOWN": ("De dag is niet bekend.", "The day is not known."),
    "code.BONUS_EARNED": ("De bonus is verdiend.", "The bonus was earned."),
    "code.PAID": ("Het is echt betaald of verstrekt.", "It was really paid or given."),
    "code.PAID_RIGHTLY": ("Het is terecht betaald of verstrekt.", "It was rightly paid or given."),
    "code.REDEEMED_RIGHTLY": ("De voucher is terecht verzilverd.", "The voucher was rightly redeemed."),
    "code.STARTED": ("Het traject van het budget is gestart.", "The trajectory of the budget started."),
    "code.IN_BUDGET": ("Het hoort bij het budget.", "It belongs to the budget."),
    "code.BUDGETED": ("Het is zo begroot.", "It was set so in the budget."),
    "code.RECEIVED": ("Het geld is binnen.", "The money came in."),
    "code.LABELLED": ("Betaald uit geld met een bekend label.", "Paid from money with a known label."),
    "code.ALLOWED": ("Dit geld mag deze kosten betalen.", "This money may pay these costs."),
    "code.SET_OFF": ("De bonussen zijn met de eigen bijdrage verrekend.", "The bonuses were set off."),
    "code.PAID_BY_THE_STATE": ("Dit betaalt het Rijk.", "The State pays this."),
    "code.PAID_BY_THE_MUNICIPALITY": ("Dit betaalt de gemeente.", "The municipality pays this."),
    "code.NOT_IN_TRADE_REGISTER": (
        "Een beroepsmakelaar vraagt geld en staat niet in het handelsregister.",
        "A professional broker asks money and stands in no trade register.",
    ),
    "code.REASON_STANDS": ("De reden om te wachten geldt nog.", "The reason for waiting still holds."),
    "code.FORFEITED": (
        "De aanwezigheid was te laag; de gemeente houdt het statiegeld.",
        "Attendance was too low; the municipality keeps the deposit.",
    ),
    "code.NOT_IN_TABLE": (
        "De reden staat niet in de tabel, of er is er geen gegeven.",
        "The reason is not in the table, or none was given.",
    ),
    "code.NO_FOLLOW_UP": ("Er is geen actie ondernomen.", "Nothing was done."),
    "code.REPORTED_TO_NOBODY": (
        "Bij wie het is gemeld, is niet vastgelegd.",
        "To whom it was reported is not recorded.",
    ),
    "code.MUST_BE_MOVED": (
        "De dagen zijn om, zonder plaats en zonder andere aanbieder.",
        "The days are over, without a place and without another provider.",
    ),
    "code.RECORDED_OTHERWISE": (
        "Wie het vastlegde, oordeelde anders dan de regel.",
        "Who recorded it judged otherwise than the rule.",
    ),
    "code.CHILDCARE_REQUESTED": ("Er is om kinderopvang gevraagd.", "Childcare was asked for."),
    "code.NO_PLACE": ("Er is nog geen plaats aangeboden.", "No place has been offered yet."),
    "code.BARRIER_OTHER": ("Een andere drempel.", "Another barrier."),
    "code.DECLINED_FOR_OWN_CONTRIBUTION": (
        "Het aanbod is om de eigen bijdrage geweigerd.",
        "The offer was declined for the own contribution.",
    ),
    "code.OTHER_ACTIVITY": ("Aanwezig bij iets anders.", "Present at something else."),
    "code.BELOW_NORM": ("De aanwezigheid is lager dan de norm.", "Attendance is below the norm."),
    "code.PERCENTAGE_REACHED": ("Er is zoveel verzuimd, of meer.", "There was so much absence, or more."),
    "code.NOT_EXTENDED": ("De termijn is niet verlengd.", "The term was not extended."),
    "code.PROVISIONAL": (
        "Voorlopig: een dossier kan niet worden gelezen en wacht op herstel.",
        "Provisional: a dossier cannot be read and waits for repair.",
    ),
    "code.STARTED_BEFORE_DECISION_RECEIVED": (
        "Het traject begon voordat de beschikking was ontvangen.",
        "The trajectory started before its decision was received.",
    ),
    "code.REJECTION_WITHOUT_RECEIPT": (
        "Een document is afgekeurd waarvan geen ontvangst bekend is; de afkeuring telt niet mee.",
        "A document was rejected of which no receipt is known; the rejection changes nothing.",
    ),
    "code.ENROLMENT_NOT_START": (
        "De bron bewijst de inschrijving, en niet dat er iets begon.",
        "The source proves the enrolment, and not that anything started.",
    ),
    "code.IDENTITY_LINKED": (
        "Wie dit is, rust op een koppeling van registraties.",
        "Who this is rests on a link between registrations.",
    ),
    "code.APPLIED_OUTSIDE_ITS_TIME": (
        "De regel is toegepast op een dag waarop hij volgens zijn bron niet gold.",
        "The rule is applied to a day on which, by its source, it was not in force.",
    ),
    "code.PARAMETER_SET": (
        "Beoordeeld met een waarde die is vastgesteld; de zin van de regel noemt die van zijn eigen stuk.",
        "Judged with a value that was set; the sentence of the rule speaks of the one in its own document.",
    ),
    "code.REPORTED_OTHERWISE": (
        "Dezelfde vraag is eerder met een ander getal gemeld.",
        "The same question was reported before with another number.",
    ),
    "part.reported": ("Eerder gemeld", "Reported before"),
    "reported.same": ("{value} in {document}: nu hetzelfde", "{value} in {document}: the same now"),
    "reported.other": ("{value} in {document}: nu {drift}", "{value} in {document}: now {drift}"),
    "code.BOOKED_OTHERWISE": (
        "Er is anders geboekt dan waar de regel op uitkomt.",
        "The books differ from what the rule comes to.",
    ),
    "part.totals_of_others": (
        "Totalen die anderen meldden, zonder gevallen; nooit opgeteld bij de onze",
        "Totals that others reported, without cases; never summed with ours",
    ),
    "word.yes": ("ja", "yes"),
    "word.no": ("nee", "no"),
    # Kinds of numbers
    "kind.realisation": ("realisatie", "realisation"),
    "kind.quota": ("taakstelling", "quota"),
    "kind.milestone": ("mijlpaal", "milestone"),
    "kind.estimate": ("raming", "estimate"),
    "kind.forecast": ("prognose", "forecast"),
    "kind.purchased": ("inkoop", "purchase"),
    "kind.budget": ("begroting", "budget"),
    "precision.exact": ("precies", "exactly"),
    "precision.about": ("ongeveer", "about"),
    "precision.at-least": ("ten minste", "at least"),
    "precision.almost": ("bijna", "almost"),
    "precision.more-than": ("meer dan", "more than"),
    "precision.fewer-than": ("minder dan", "fewer than"),
    "precision.higher": ("hoger dan genoemd", "higher than stated"),
    "interval.both": ("{from_amount} tot en met {until_amount}", "{from_amount} to {until_amount}"),
    "interval.from": ("{from_amount} of meer", "{from_amount} or more"),
    "interval.until": ("{until_amount} of minder", "{until_amount} or fewer"),
    "interval.open": ("geen aantal", "no amount"),
}

UNITS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "placements": (("plaatsing", "plaatsingen"), ("placement", "placements")),
    "trajectories": (("traject", "trajecten"), ("trajectory", "trajectories")),
    "inburgeraars": (("inburgeraar", "inburgeraars"), ("inburgeraar", "inburgeraars")),
    "persons": (("persoon", "personen"), ("person", "persons")),
    "rows": (("rij", "rijen"), ("row", "rows")),
    "places": (("plaats", "plaatsen"), ("place", "places")),
    "days": (("dag", "dagen"), ("day", "days")),
    "deposits": (("borgsom", "borgsommen"), ("deposit", "deposits")),
    "absences": (("verzuimmelding", "verzuimmeldingen"), ("absence", "absences")),
    "childcare-requests": (
        ("aanvraag om kinderopvang", "aanvragen om kinderopvang"),
        ("request for childcare", "requests for childcare"),
    ),
    "barriers": (("drempel", "drempels"), ("barrier", "barriers")),
    "offers": (("aanbieding", "aanbiedingen"), ("offer", "offers")),
    "enrolments": (("inschrijving", "inschrijvingen"), ("enrolment", "enrolments")),
    "attendance-periods": (
        ("presentieperiode", "presentieperioden"),
        ("attendance period", "attendance periods"),
    ),
    "enforcement-orders": (
        ("handhavingsbeschikking", "handhavingsbeschikkingen"),
        ("enforcement order", "enforcement orders"),
    ),
    "payouts": (("uitbetaling", "uitbetalingen"), ("payout", "payouts")),
    "vouchers": (("voucher", "vouchers"), ("voucher", "vouchers")),
    "costs": (("kostenpost", "kostenposten"), ("cost", "costs")),
    "waiting-spells": (("wachtperiode", "wachtperioden"), ("waiting spell", "waiting spells")),
    "terms": (("termijn", "termijnen"), ("term", "terms")),
    "plans": (("plan", "plannen"), ("plan", "plans")),
    "personal-budgets": (("persoonlijk budget", "persoonlijke budgetten"), ("personal budget", "personal budgets")),
}
"""Unit → ((Dutch singular, plural), (English singular, plural)); another unit is shown by its code."""
