"""What each kind of fact says of the world, in Dutch: the sentence beside the one in its docstring.

The docstring is the source; a sentence here says the same to who reads Dutch. Fields keep their names in both languages
and are written as they are called (`occurred_on`).
"""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "PersonRegistered": "Een partij nam een persoon op in haar boeken; daarmee begint de registratie.",
    "EnrolmentRecorded": "Een persoon werd ingeschreven voor een cursus; dat bewijst de inschrijving, niet de start.",
    "PersonApproached": "Een persoon werd benaderd of geworven; dat is nog geen intake en geen start.",
    "SummonsSent": "Een persoon werd opgeroepen voor de intake of de brede intake.",
    "SummonsMissed": "Een persoon die was opgeroepen, verscheen niet.",
    "IntakeCompleted": "De intake werd afgerond; wat die over andere leefgebieden uitwees, blijft verzegeld.",
    "AssessmentRecorded": "Er werd een toets afgenomen, of de uitslag ervan werd bekend.",
    "CategoryDetermined": (
        "Er werd vastgesteld tot welke doelgroepen een persoon vanaf die dag hoort; wat er niet staat, is niet gezegd."
    ),
    "ObligationEstablished": (
        "Er werd vastgesteld dat een persoon inburgeringsplichtig is; `occurred_on` is de eerste dag van de plicht."
    ),
    "ObligationWithdrawn": "De inburgeringsplicht eindigde, of bleek er niet te zijn.",
    "ExemptionGranted": "Een persoon werd vrijgesteld van de plicht, geheel, gedeeltelijk of voor een tijd.",
    "DispensationGranted": (
        "Een persoon werd geheel of gedeeltelijk ontheven van de plicht, omdat die niet haalbaar is."
    ),
    "MunicipalityChanged": (
        "Een persoon verhuisde van de ene gemeente naar de andere; de gemeente van het feit is die waarheen."
    ),
    "PersonLinkedToMunicipality": (
        "Een houder van een verblijfsvergunning asiel werd voor huisvesting aan een gemeente gekoppeld; vanaf dan "
        "voert die de regie."
    ),
    "PersonSettled": "Een persoon vestigde zich in de gemeente en werd daar met een adres ingeschreven.",
    "PersonLeftCountry": "Een persoon vertrok uit Nederland.",
    "ExemptionWithdrawn": "Een vrijstelling werd ingetrokken of liep af, zodat de plicht herleefde.",
    "BarrierRecorded": "Er werd vastgesteld wat een persoon belet mee te doen, als klasse.",
    "ChildcareRequested": "Een persoon vroeg kinderopvang om de lessen te kunnen volgen.",
    "ProvisionOffered": "De gemeente deed een persoon een aanbod voor een voorziening.",
    "OfferDeclined": "Een persoon weigerde het aanbod; ook zo komt een aanbod geldig ten einde.",
    "OfferAccepted": "Een persoon aanvaardde het aanbod.",
    "ProvisionEstablished": "De gemeente stelde bij besluit een voorziening vast, nadat het aanbod was aanvaard.",
    "ProvisionLapsed": "De gemeente liet een voorziening vervallen.",
    "PlanDrafted": "Er werd een trajectplan opgesteld, dat nog niet is ondertekend.",
    "PlanSigned": "Een trajectplan werd ondertekend.",
    "PlanRevised": "Een trajectplan werd gewijzigd terwijl de persoon actief blijft.",
    "GoalPerspectiveAgreed": "Er werd afgesproken naar welk doel een persoon toe werkt.",
    "PersonalBudgetRequested": (
        "Een persoon vroeg een persoonlijk inburgeringsbudget aan, met een zelf samengesteld programma."
    ),
    "PersonalBudgetApproved": "De gemeente keurde een persoonlijk inburgeringsbudget en het plan ervoor goed.",
    "PersonalBudgetRefused": "De gemeente weigerde een persoonlijk inburgeringsbudget.",
    "ProviderContracted": "De gemeente contracteerde een aanbieder voor de cursus van deze persoon.",
    "PersonalPlanAdopted": (
        "Het eerste persoonlijk plan (PIP) werd vastgesteld; de termijn begint de dag na `occurred_on`."
    ),
    "PersonalPlanAmended": (
        "Een persoonlijk plan (PIP) werd gewijzigd, misschien met een andere route; de termijn verschuift niet."
    ),
    "TermStarted": "Een termijn begon te lopen; `occurred_on` is de eerste dag ervan.",
    "TermExtended": "Een lopende termijn werd verlengd.",
    "PreparationJoined": (
        "Een persoon begon aan iets dat aan een traject voorafgaat en het zelf niet is; het wachten gaat door."
    ),
    "WaitingListJoined": (
        "Een persoon werd op een wachtlijst geplaatst; `occurred_on` is de aanmelding bij de aanbieder, waarmee "
        "de klok begint."
    ),
    "WaitingReasonEnded": "De reden waarom een persoon wacht verviel, bijvoorbeeld door herstel.",
    "WaitingListLeft": "Een persoon ging van de wachtlijst af.",
    "WaitingListCleaned": "Een aanbieder liep zijn wachtlijst na, zoals elk half jaar moet.",
    "PlacementStarted": "Een persoon werd op een traject geplaatst en begon daarmee.",
    "PlacementInterrupted": "Een plaatsing werd voor een tijd onderbroken.",
    "PlacementResumed": "Een onderbroken plaatsing ging verder.",
    "PlacementEnded": "Een plaatsing eindigde.",
    "ProviderReassigned": "De gemeente plaatste een persoon over naar een andere aanbieder, binnen hetzelfde traject.",
    "ClassAttendanceStarted": "Een persoon kwam in de les, met of zonder ondertekend plan.",
    "ComponentAdded": (
        "Een traject kreeg er een onderdeel bij, zoals het werkdeel van een duaal traject; dat is geen traject op "
        "zichzelf."
    ),
    "GuidanceStarted": "Er begon begeleiding naast of na een traject.",
    "SatisfactionMeasured": "Een persoon werd gevraagd of het traject bevalt; `occurred_on` is de dag van de vraag.",
    "AbsenceRecorded": "Een persoon was afwezig bij lessen; `occurred_on` is de eerste dag.",
    "AbsenceReclassified": "De gemeente oordeelde anders over een afwezigheid dan zij was vastgelegd.",
    "AbsenceFollowedUp": "Er werd iets gedaan aan een afwezigheid; op de dag zelf heet dat lik op stuk.",
    "AttendanceReported": "Een aanbieder meldde hoeveel lessen een persoon in een periode kreeg en volgde.",
    "HoursReported": "De tot dan toe gevolgde uren werden gemeld, als stand tot en met een dag.",
    "EnforcementOrderIssued": (
        "De gemeente gaf een handhavingsbeschikking af, waarmee de termijn van een persoon begint; het is geen sanctie."
    ),
    "ViolationReported": (
        "Van een overtreding werd een rapport opgemaakt; daarmee begint de tijd om over een boete te beslissen."
    ),
    "SanctionImposed": "Er werd een boete of waarschuwing opgelegd.",
    "SanctionWithdrawn": "Een sanctie werd ingetrokken of verviel.",
    "BenefitReduced": (
        "De uitkering van een persoon werd verlaagd om een gedraging; daarvoor kan dan geen boete meer volgen."
    ),
    "DecisionNotified": "Een besluit werd bekendgemaakt aan wie het betreft; daarmee begint de termijn voor bezwaar.",
    "ObjectionLodged": "De persoon maakte bezwaar tegen een besluit.",
    "ObjectionDecided": "De gemeente besliste op een bezwaar.",
    "AppealLodged": "Tegen een besluit werd beroep ingesteld bij de rechter.",
    "AppealDecided": "De rechter deed uitspraak op een beroep.",
    "EffectSuspended": "De werking van een besluit werd voor een tijd geschorst.",
    "DecisionRevoked": "De gemeente trok een eigen besluit in.",
    "DecisionQuashed": "De rechter of een hogere instantie vernietigde een besluit.",
    "RequestLodged": (
        "Een persoon vroeg een vrijstelling, ontheffing, verlenging of iets dergelijks aan; daarmee begint een "
        "beslistermijn."
    ),
    "RequestRefused": "Een aanvraag om vrijstelling, ontheffing, verlenging of iets dergelijks werd afgewezen.",
    "DepositReceived": "Een persoon betaalde statiegeld.",
    "DepositRefunded": "Statiegeld werd terugbetaald.",
    "DepositForfeited": "De gemeente hield statiegeld in.",
    "BonusClaimed": "Er werd een bonus gevraagd.",
    "BonusGranted": "Er werd een bonus toegekend.",
    "BonusRefused": "Een bonus, of een deel ervan, werd geweigerd.",
    "BonusPaid": "Een bonus werd in geld uitbetaald.",
    "VoucherIssued": "Er werd een voucher verstrekt.",
    "VoucherRedeemed": "Een voucher werd verzilverd voor een cursus buiten het traject.",
    "OwnContributionCharged": "Een persoon kreeg de eigen bijdrage opgelegd.",
    "OwnContributionWaived": "Een eigen bijdrage werd geheel of gedeeltelijk kwijtgescholden of vergoed.",
    "OwnContributionPaid": "Een persoon betaalde de eigen bijdrage of een termijn ervan.",
    "SetOff": "Wat een persoon te goed had, werd verrekend met wat die schuldig is.",
    "BudgetSet": "Voor een post van een begroting werd een bedrag vastgesteld.",
    "BudgetCarriedOver": "Een niet besteed bedrag werd overgeheveld naar een latere periode.",
    "CostBooked": "Kosten voor één persoon werden geboekt onder het geld dat ze betaalt.",
    "ExpenseBooked": "Kosten die niet voor één persoon zijn, zoals personeel of werving, werden geboekt.",
    "GrantReceived": "Geld van het Rijk of een andere partij werd ontvangen, of terugbetaald.",
    "ExamTaken": "Een persoon nam deel aan een examen of een onderdeel ervan.",
    "ExamResultRecorded": (
        "De uitslag van een examen of een onderdeel ervan werd bekend; `occurred_on` is de dag van het examen."
    ),
    "DiplomaAwarded": "Er werd een diploma uitgereikt.",
    "CertificateAwarded": "Er werd een certificaat uitgereikt.",
    "PvtCompleted": (
        "De participatieverklaring werd ondertekend, waarmee het PVT is afgerond; `occurred_on` is de dag van "
        "ondertekening."
    ),
    "MapCompleted": (
        "Het eindgesprek werd gevoerd, waarmee de MAP is afgerond; `occurred_on` is de dag van het gesprek."
    ),
    "ProgressReviewHeld": "Er werd een voortgangsgesprek gevoerd.",
    "ZRouteCompleted": "De Z-route werd met een eindgesprek afgerond; `occurred_on` is de dag van het gesprek.",
    "UnitCompleted": "Een leereenheid die naar resultaat wordt betaald, werd afgerond.",
    "DocumentReceived": "Er werd een document over een persoon ontvangen.",
    "DocumentRejected": "Een ontvangen document werd niet goed bevonden.",
    "QuotaSet": "Er werd een taakstelling vastgesteld of afgesproken.",
    "MilestoneSet": "Er werd vastgesteld welk deel van een taakstelling op een eerdere dag bereikt moet zijn.",
    "ForecastMade": "Iemand zei wat die verwacht dat bereikt wordt; het verandert geen taakstelling.",
    "EstimateMade": "Iemand raamde hoe groot een groep is; het is geen taakstelling en geen prognose.",
    "PlacesPurchased": "Er werden plaatsen of trajecten ingekocht; ingekocht is nog niet gestart.",
    "ParameterSet": "Een waarde die een telregel leest, werd vastgesteld en geldt vanaf `occurred_on`.",
    "ConditionMet": "Een voorwaarde waarop anderen wachten, werd op `occurred_on` vervuld.",
    "ReportingClosed": (
        "De verantwoording over een periode werd gesloten; wat later komt, telt alleen in de lopende reeks."
    ),
    "ReportingReopened": "Een gesloten verantwoordingsperiode werd heropend.",
    "FigureReported": "Een cijfer werd aan iemand gemeld; het blijft zoals het is gemeld.",
    "AggregateReported": (
        "Een ander meldde een totaal zonder gevallen; het staat naast onze cijfers en wordt er nooit bij opgeteld."
    ),
    "RuleReleased": "Een versie van een telregel werd vrijgegeven voor gebruik.",
    "SourceDocumentRegistered": "Een gepubliceerd document waaruit regels of getallen komen, werd geregistreerd.",
    "ReportSubmitted": "Een rapport of agenda die een partij moest leveren, werd ingediend.",
    "PolicyAdopted": "Een gemeente stelde beleid vast waar een telregel om vraagt.",
    "RegistrationsLinked": "Twee registraties werden gekoppeld, omdat ze over één persoon gaan.",
    "RegistrationsUnlinked": (
        "Twee registraties bleken niet over één persoon te gaan, of ze nu gekoppeld waren of niet."
    ),
    "LinkLeftUndecided": "Iemand bekeek twee registraties en kon niet zeggen of ze over één persoon gaan.",
    "BsnReplaced": "De basisregistratie gaf een persoon een ander BSN.",
    "IdentifierAdded": "Een registratie kreeg er een persoonsnummer bij.",
    "PersonDeceased": "Een persoon overleed.",
    "SecrecySet": (
        "Er werd geheimhouding ingesteld: persoon, plaats en tijd zijn verborgen voor aanbieders, in uitvoer en "
        "in druk."
    ),
    "SecrecyLifted": "De geheimhouding werd opgeheven.",
    "LinkModelReleased": "Iemand gaf een model vrij om registraties te koppelen; daarvoor doet het alleen voorstellen.",
    "MunicipalityNamed": "Een gemeente heeft vanaf die dag deze code en deze naam.",
    "MunicipalityMerged": "Een gemeente ging op die dag op in een andere.",
    "RegionComposed": "Een regio of groep gemeenten bestaat vanaf die dag uit deze.",
    "ProviderRecognised": "Een aanbieder werd erkend of kreeg een keurmerk.",
    "ProviderFailed": "Een aanbieder leverde niet meer waarvoor hij was gecontracteerd.",
    "SourceSystemTakenIntoUse": (
        "Een bronsysteem is vanaf die dag in gebruik; wat eerder ingevoerd heet te zijn, is later ingevoerd."
    ),
    "CaseAssigned": "Een persoon werd toegewezen aan een medewerker in een rol.",
    "SignalRaised": "Een partij gaf een signaal over een persoon, dat iemand moet oppakken.",
    "SignalAcknowledged": (
        "Een medewerker nam kennis van een signaal of een verstreken termijn, en zei waarom het mag rusten."
    ),
    "DossierTransferred": (
        "Het dossier van een persoon werd overgedragen aan een andere gemeente, een ander ketenboek of een andere "
        "begeleider."
    ),
    "ContractConcluded": "Een gemeente of regio sloot een overeenkomst met een aanbieder, voor veel personen.",
    "MandateGranted": "Een bevoegdheid werd voor een tijd aan een ander orgaan of kantoor gegeven.",
    "FileReceived": "Van een partij werd een bestand ontvangen en met een profiel gelezen.",
    "DeliveryCompleted": "Alle rijen van een levering werden verwerkt.",
    "RowRejected": "Een rij van een levering kon niet worden genomen.",
    "RemarkNotUnderstood": (
        "Een opmerking in een rij paste bij geen zin die het profiel kent; de rij zelf werd genomen."
    ),
    "NotificationReceived": "DUO meldde dat een persoon iets overkwam; de bijzonderheden worden bij DUO opgevraagd.",
    "RowMissing": "Een dossier uit een eerdere levering van deze bron stond niet in deze volledige levering.",
    "ValueEmptied": "Een eerder geleverde waarde kwam leeg; het feit blijft tot iemand het intrekt.",
    "ErasedRecordRedelivered": "Een gewist dossier werd opnieuw aangeleverd en niet genomen.",
    "MessageSent": "Een bericht over een persoon werd aan een partner gestuurd, zoals een plan aan DUO.",
    "MessageAnswered": "Een partner nam een bericht over een persoon aan of weigerde het.",
    "LetterSent": "Een brief of kennisgeving die geen besluit is, werd aan de persoon of een ander gestuurd.",
    "ControlTotalCompared": "Een totaal dat de afzender noemt, werd vergeleken met wat in het bestand is geteld.",
    "EventCorrected": "Een feit werd gecorrigeerd: deze hele inhoud staat nu voor de oorspronkelijke.",
    "EventRetracted": "Een feit werd ingetrokken: het geldt niet meer, en blijft te lezen.",
    "PersonalDataErased": (
        "De sleutels van een registratie werden vernietigd, met wat ze verzegelden; codes, aantallen en data blijven."
    ),
    "LegalHoldSet": "Een registratie mag voorlopig niet worden gewist.",
    "LegalHoldLifted": "De bewaarplicht die het wissen van een registratie tegenhield, werd opgeheven.",
    "ApprovalGiven": "Een ander dan wie het voorstelde, keurde een feit goed waar een tweede naar moet kijken.",
    "ApprovalRefused": "Een ander dan wie het voorstelde, weigerde een feit goed te keuren.",
    "VerdictAttested": (
        "Wat een telregel van een geval zei, werd in leesbare codes vastgelegd voordat de gelezen gegevens werden "
        "gewist."
    ),
}
"""Kind of fact → its sentence in Dutch."""
