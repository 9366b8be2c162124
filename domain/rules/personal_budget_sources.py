"""The passages on which the rules of Haarlem's personal budgets stand, and what they leave contested.

The decision of 25 November 2008 and the plan with it say some things twice, and not always alike.
"""

from datetime import date

from domain.counting import Conflict, DatedValue, Parameter, Passage

DECISION = "Haarlem, besluit van 25 november 2008 over het Innovatietraject PIB (2008/184196)"
PLAN = "Haarlem, plan van aanpak Innovatietraject PIB, november 2008 (2008/184196)"
HAARLEM = "0392"
"""Whose decision and plan it is: the rules from these documents are its own."""
SCHEME = "Innovatietraject PIB"
IN_FORCE_FROM, IN_FORCE_UNTIL = date(2008, 11, 25), date(2010, 1, 1)
"""From the decision until the innovation period ends: "Eind 2009 wordt vastgesteld of de gestelde doelen behaald zijn".
"""

MONEY_AVAILABLE = Passage(
    DECISION, "besluit 3", "zodra het Rijk de toegezegde middelen ad. € 100.000,- definitief beschikbaar stelt", "R239"
)
AT_LEAST_20 = Passage(DECISION, "inleiding", "minimaal 20 PIB's realiseren", "R243")
APART = Passage(DECISION, "inleiding", "Experimenten als deze staan los van de bestaande rijksafspraken", "R244")
UNDER_THE_ACT = Passage(
    PLAN, "projectbegroting", "Een PIB is een inburgeringvoorziening dat onder de Wet Inburgering valt", "R245"
)
COMPOSES_ONESELF = Passage(
    DECISION, "wedstrijd", "pas wordt uitbetaald als de inburgeraar zelf zijn inburgeringsprogramma samenstelt", "R246"
)
STARTS = Passage(DECISION, "wedstrijd", "en daadwerkelijk start met het programma", "R247")
DROPOUTS = Passage(DECISION, "wedstrijd", "Afvallers krijgen geen bonus maar wel een PIB", "R248")
DROPOUTS_ELSEWHERE = Passage(
    PLAN,
    "projectbegroting",
    "krijgen een reguliere inburgeringsvoorziening die buiten deze begroting valt",
    "R249",
)
WITHOUT_WWB = Passage(DECISION, "doelgroep", "vluchtelingen en pardonners (zonder WWB)", "R250")
AFTER_2009 = Passage(
    DECISION, "kanttekeningen", "Na 2009 wordt het Persoonlijk Inburgeringsbudget wettelijk ingevoerd", "R256"
)
FROM_2009 = Passage(PLAN, "inleiding", "naar verwachting per 1 januari 2009 verplicht worden gesteld", "R257")
MONEY = Passage(PLAN, "model Haarlem", "een bedrag in geld tot maximaal € 250,-", "R268")
IN_KIND = Passage(PLAN, "een bonus in natura", "bonus verdienen in natura tot maximaal €250,-", "R269")
BROKER_IN_KIND = Passage(
    PLAN, "inburgeringsmakelaar", "vergoeding in natura (vouchers) van max. €250,- per advies", "R272"
)
BROKER_IN_MONEY = Passage(PLAN, "inburgeringsmakelaar", "financiële vergoeding tot max. € 250,- per advies", "R273")
GETS_A_VOUCHER = Passage(
    PLAN,
    "inburgeringsmakelaar",
    "de inburgeraar krijgt een voucher om een cursus uit te zoeken tot maximaal € 250,-",
    "R273",
)
BROKER_EARNS = Passage(
    PLAN, "inburgeringsmakelaar", "De bonus wordt verdiend als de inburgeraar daadwerkelijk start", "R274"
)
ONLY_PROFESSIONAL = Passage(PLAN, "succesbonussen", "alleen geld uitgekeerd in gevallen waarbij sprake is van", "R275")
REGISTERED = Passage(
    PLAN, "succesbonussen", "meestal btw-plichtig is en geregistreerd staat bij de Kamer van Koophandel", "R276"
)
INSTEAD_OF_MONEY = Passage(PLAN, "succesbonussen", "Gekozen is voor een bonus in natura i.p.v. geld", "R277")
ON_BENEFIT = Passage(
    PLAN,
    "succesbonussen",
    "in een uitkering of schuldhulpverleningstraject is in dit geval een beloning in natura meer voor de hand liggend",
    "R277",
)
APPROVED = Passage(PLAN, "een bonus in natura", "bij een door de gemeente goedgekeurd PIB-trajectplan", "R279")
WITH_HELP = Passage(
    PLAN,
    "uitgangspunten",
    "stelt de inburgeraar – al dan niet met behulp van de gemeente- of een inburgergeringsmakelaar",
    "R246",
)
TWENTY_PERSONS = Passage(
    DECISION,
    "beoogd resultaat",
    "20 innovatieve inburgeraars ontvangen een bonus voor een door henzelf voorgesteld",
    "R243",
)
OUT_OF_STATE_MONEY = Passage(
    PLAN,
    "hoe wordt het innovatiebudget PIB ingezet",
    "uit dit budget een bedrag gereserveerd wordt om de bonussen uit te keren",
    "R296",
)
BONUS_LINE = Passage(PLAN, "projectbegroting", "Bonus inburgeraars € 10.000 € 10.000", "R296")

MAX_CENTS = Parameter(
    "personal-budget-bonus-max-cents",
    {
        "nl": "De hoogste bonus voor een deelnemer of per advies van een makelaar, in eurocenten.",
        "en": "The highest bonus of a participant, or of a broker for one advice, in euro cents.",
    },
    "integer",
    (DatedValue(25_000, IN_KIND),),
)
GROUPS = Parameter(
    "personal-budget-groups",
    {
        "nl": "Wie voor een persoonlijk budget in aanmerking komt; met “-without-wwb” alleen zonder WWB-uitkering.",
        "en": "Who is eligible for a personal budget; with “-without-wwb” only without a WWB benefit.",
    },
    "list",
    (DatedValue("inburgeraar,refugee,pardoner-without-wwb", WITHOUT_WWB),),
)

TOWARD_THE_ACT = Conflict(
    None,
    {
        "nl": "Het besluit zegt dat experimenten los staan van de rijksafspraken, het plan dat een PIB onder de Wet "
        "inburgering valt. Of een gestart PIB ook voor de taakstelling van de wet telt, blijft zo open.",
        "en": "The decision says that experiments stand apart from the agreements with the State, the plan that a PIB "
        "falls under the Act. Whether a started PIB also counts toward the quota of the Act is so left open.",
    },
    (APART, UNDER_THE_ACT),
)
WHOM_WWB_EXCLUDES = Conflict(
    None,
    {
        "nl": "“(zonder WWB)” kan op pardonners alleen slaan, of ook op vluchtelingen. Hier slaat het op pardonners; "
        "de parameter kan het ook van vluchtelingen vragen.",
        "en": "“(zonder WWB)” may be about pardoners only, or about refugees as well. Here it is about pardoners; the "
        "parameter can ask it of refugees too.",
    },
    (WITHOUT_WWB,),
)
WHO_DROPS_OUT = Conflict(
    None,
    {
        "nl": "“Afvallers” zijn wie de wedstrijd verliest, of wie na de start stopt. Hier houdt wie startte zijn "
        "bonus: die wordt met de start verdiend.",
        "en": "“Afvallers” are those who lose the contest, or those who stop after the start. Here who started keeps "
        "the bonus: it is earned by the start.",
    },
    (DROPOUTS, DROPOUTS_ELSEWHERE, STARTS),
)
WHEN_IN_LAW = Conflict(
    None,
    {
        "nl": "Het besluit verwacht het PIB na 2009 in de wet, het plan per 1 januari 2009. Beide zijn aankondigingen; "
        "geen van beide verandert deze telling.",
        "en": "The decision expects the PIB in the Act after 2009, the plan from 1 January 2009. Both are "
        "announcements, and neither changes this count.",
    },
    (AFTER_2009, FROM_2009),
)
