"""How a person comes into the chain: registered, approached, summoned, assessed, put in a category, obliged.

A registration is one source record of a person at one party; it opens with `PersonRegistered`. Being enrolled, tested
or called is not being placed: those have their own facts (placement), because a figure that mixes them cannot be
explained afterwards.
"""

from typing import Literal

from domain.facts.base import Code, Count, Day, EventId, Fact, MunicipalityCode, Name, Nature, fact
from domain.facts.legal_life import Decision, LegalEffect

Law = Literal["WIN", "OUDKOMERS", "WI_2007", "WI_2013", "WI_2021"]
"""The regime a fact belongs to: Wet inburgering nieuwkomers, the schemes for oudkomers, and the Acts of 2007, 2013
and 2021."""
ExamPart = Literal["KNM", "LE", "LU", "SC", "SP"]
"""Part of the exam, in DUO's codes: knowledge of society, reading, listening, writing, speaking."""
PERSON = (
    "bsn",
    "v_number",
    "sofi_number",
    "name",
    "given_names",
    "surname",
    "birth_on",
    "sex",
    "address",
    "postcode",
    "residence",
    "telephone",
    "email",
)
"""The sealed fields that say who a registration is about."""


@fact(101, Nature.OBSERVED, dutch="persoon geregistreerd", personal=PERSON)
class PersonRegistered(Fact, frozen=True, kw_only=True):
    """A party entered a person in its books, which opens the registration.

    register: the register of the source the person stands in, such as intake or BPI.
    bsn: citizen service number, nine digits.
    v_number: number of the aliens administration.
    sofi_number: number used before the BSN, until November 2007.
    name: the name as the source wrote it, where it does not split it.
    given_names: given names as the source wrote them.
    surname: surname with its prefix as the source wrote it.
    birth_on: birth date; day or month may be unknown, as in the BRP.
    sex: sex as the source wrote it.
    address: street and number.
    postcode: postcode.
    residence: place of residence.
    telephone: telephone number.
    email: e-mail address.
    Source: R200, R201; design notes, storage (registration, group, person).
    """

    register: Code | None = None


@fact(102, Nature.OBSERVED, dutch="inschrijving", personal=("remark",))
class EnrolmentRecorded(Fact, frozen=True, kw_only=True):
    """A person was enrolled in a course; this proves the enrolment and not that it started.

    course: the course as the source names it.
    provider: the provider that enrolled the person.
    scheme: the scheme it is meant for.
    placed: whether the source says that a place was given, without a date.
    pilots: pilots the enrolment belongs to.
    remark: free text of the source.
    Source: R021-R023, R008, R013, R193; worked cases C03.
    """

    course: Name
    provider: Name | None = None
    scheme: Code | None = None
    placed: bool | None = None
    pilots: tuple[Code, ...] = ()


@fact(103, Nature.OBSERVED, dutch="persoon benaderd", personal=("remark",))
class PersonApproached(Fact, frozen=True, kw_only=True):
    """A person was approached or recruited, which is neither intake nor start.

    channel: the way, such as letter, home-visit, ambassador, desk.
    approached_by: the organisation that did it.
    remark: free text of the source.
    Source: R016-R018, R029, R117, R284, R285.
    """

    channel: Code | None = None
    approached_by: Name | None = None


@fact(104, Nature.OBSERVED, dutch="oproep verzonden")
class SummonsSent(Fact, frozen=True, kw_only=True):
    """A person was called to appear for the intake or the broad intake.

    attempt: first, second or third call.
    appear_on: day on which to appear.
    Source: R060; Wi 2007 art. 25; Wi 2021 art. 14 (three calls).
    """

    attempt: Count | None = None
    appear_on: Day | None = None


@fact(105, Nature.OBSERVED, dutch="niet verschenen op oproep", personal=("reason_text",))
class SummonsMissed(Fact, frozen=True, kw_only=True):
    """A person who was called did not appear.

    summons: the call it is about.
    excused: whether the municipality accepts the reason.
    reason_text: the reason in words.
    Source: R060; Wi 2007 art. 34 and Wi 2021 art. 22 (fine for not appearing).
    """

    summons: EventId | None = None
    excused: bool | None = None


@fact(106, Nature.OBSERVED, dutch="intake afgerond", personal=("remark", "reason_text"))
class IntakeCompleted(Fact, frozen=True, kw_only=True):
    """The intake was completed; what it found in other domains of life stays sealed.

    intake: ordinary intake, or the broad intake of the Act of 2021.
    intake_by: the organisation that held it, such as CWI or the municipality.
    in_absence: true where it was closed without the person, after three calls.
    route_advised: the route it advises.
    remark: findings in words.
    reason_text: findings about health, debts or family.
    Source: R037, R174; Wi 2007 art. 25; Wi 2021 art. 14.
    """

    intake: Literal["ORDINARY", "BROAD"] | None = None
    intake_by: Name | None = None
    in_absence: bool | None = None
    route_advised: Literal["B1", "EDUCATION", "Z"] | None = None


@fact(107, Nature.OBSERVED, dutch="toets afgenomen", slot="assessment")
class AssessmentRecorded(Fact, frozen=True, kw_only=True):
    """A test or assessment was taken, or its result became known.

    assessment: which test.
    moment: whether it measures the start, the aim or the end.
    outcome: the result as a code.
    level: language level, such as A1 or B1.
    score_hundredths: score reached, in hundredths of a point.
    score_needed_hundredths: score needed, in hundredths of a point.
    assessed_by: the organisation that tested.
    registered_for_only: true where the person was only registered for the test (DUO SS137).
    Source: R009, R053, R099, R149, R288; Wi 2021 leerbaarheidstoets (DUO SS131, SS137).
    """

    assessment: Literal["ENTRY_TEST", "LEARNABILITY_TEST", "LANGUAGE_LEVEL", "ASSESSMENT", "PRIOR_LEARNING", "OTHER"]
    moment: Literal["START", "TARGET", "END"] | None = None
    outcome: Code | None = None
    level: Code | None = None
    score_hundredths: Count | None = None
    score_needed_hundredths: Count | None = None
    assessed_by: Name | None = None
    registered_for_only: bool | None = None


@fact(108, Nature.OBSERVED, dutch="doelgroep vastgesteld", personal=("reason_text",))
class CategoryDetermined(Fact, frozen=True, kw_only=True):
    """It was established which categories a person belongs to from that day on; absent means not said.

    target_group: obliged (plichtig), or voluntary (behoeftig, vrijwillige inburgeraar).
    arrival: settled long ago (oudkomer) or newcomer under the older Act (nieuwkomer).
    pardon: whether the person falls under the pardon scheme of 2007.
    benefit: the benefit received; NONE where there is none, PENDING where it is asked for.
    has_income: whether there is an income of one's own.
    job_seeker: whether registered as seeking work; with benefit NONE a "nugger".
    asylum_permit: whether the person holds an asylum permit.
    refugee: whether the source calls the person a refugee.
    minister_of_religion: whether the person is a minister of religion.
    migrant_group: group under the Act of 2021.
    migrant_kind: DUO's finer group under the Act of 2021.
    early_stay: whether the basic exam abroad was passed before arrival, which shortens the term.
    education: highest education as a class.
    literate: whether the person reads and writes in any script.
    in_kind_only: true where money may not be paid out to this person.
    district: part of the municipality where the person lives, coarse.
    reason_text: the ground in words.
    Source: R032, R062, R064, R076, R102, R116, R141, R142, R173, R203, R250, R251, R277, R316, R330; Wi 2007 art. 1,
        7, 19; Wi 2021 art. 13, 19; DUO Doelgroepindeling and GedetailleerdeDoelgroep (SS124, SS125).
    """

    target_group: Literal["OBLIGED", "VOLUNTARY"] | None = None
    arrival: Literal["OUDKOMER", "NIEUWKOMER"] | None = None
    pardon: bool | None = None
    benefit: Literal["NONE", "WWB", "OTHER", "PENDING"] | None = None
    has_income: bool | None = None
    job_seeker: bool | None = None
    asylum_permit: bool | None = None
    refugee: bool | None = None
    minister_of_religion: bool | None = None
    migrant_group: Literal["ASYLUM", "FAMILY_AND_OTHER"] | None = None
    migrant_kind: (
        Literal[
            "ASYLUM_STATUS_HOLDER",
            "MINISTER_OF_RELIGION",
            "FAMILY_REUNION",
            "FAMILY_REUNION_WITH_ASYLUM",
            "FAMILY_FORMATION",
            "FAMILY_FORMATION_WITH_ASYLUM",
            "OTHER",
        ]
        | None
    ) = None
    early_stay: bool | None = None
    education: Literal["NONE", "PRIMARY", "SECONDARY", "VOCATIONAL", "HIGHER"] | None = None
    literate: bool | None = None
    in_kind_only: bool | None = None
    district: Name | None = None


@fact(109, Nature.OBSERVED, dutch="inburgeringsplicht vastgesteld")
class ObligationEstablished(Fact, frozen=True, kw_only=True):
    """It was established that a person is obliged to integrate; `occurred_on` is the first day of the obligation.

    law: the Act the obligation rests on.
    notified_on: day of the notice to the person, from which the ten weeks for the plan run.
    established_by: who established it.
    Source: Wi 2007 art. 3-6; Wi 2021; DUO SS101, SS139.
    """

    law: Law
    notified_on: Day | None = None
    established_by: Literal["MUNICIPALITY", "DUO", "MINISTER"] | None = None


@fact(110, Nature.OBSERVED, dutch="inburgeringsplicht vervallen")
class ObligationWithdrawn(Fact, frozen=True, kw_only=True):
    """The obligation to integrate ended or was found not to exist.

    law: the Act the obligation rested on.
    reason: why it ended, after DUO's list.
    effect: from that day on, or as if it never was.
    Source: DUO RedenGeenInburgeringsplicht, SS110.
    """

    law: Law | None = None
    reason: (
        Literal[
            "FULL_DISPENSATION",
            "FULL_EXEMPTION",
            "TEMPORARY_EXEMPTION",
            "FULFILLED",
            "RESIDENCE_RIGHT_CHANGED",
            "LEFT_COUNTRY",
            "NATURALISED",
            "PENSION_AGE",
            "DECEASED",
            "OTHER",
        ]
        | None
    ) = None
    effect: LegalEffect | None = None


@fact(111, Nature.DECISION, dutch="vrijstelling verleend", personal=("remark",), slot="exam_part")
class ExemptionGranted(Decision, frozen=True, kw_only=True):
    """A person was exempted from the obligation, wholly, in part or for a time.

    law: the Act it rests on.
    scope: whole, a part of the exam, or for a time.
    ground: DUO's code: AVI, DIP, DOC, GED, INB, INS, OPL.
    exam_part: the part exempted.
    level: the level of the part.
    until_on: first day after a temporary exemption.
    decided_by: who decided.
    remark: grounds in words.
    Source: Wi 2007 art. 3-6; Wi 2021 art. 4; DUO RedenVrijstelling, SS107, SS109, SS117.
    """

    law: Law | None = None
    scope: Literal["FULL", "PARTIAL", "TEMPORARY"]
    ground: Literal["AVI", "DIP", "DOC", "GED", "INB", "INS", "OPL", "OTHER"] | None = None
    exam_part: ExamPart | None = None
    level: Code | None = None
    until_on: Day | None = None
    decided_by: Literal["MUNICIPALITY", "DUO"] | None = None


@fact(112, Nature.DECISION, dutch="ontheffing verleend", personal=("reason_text",), slot="exam_part")
class DispensationGranted(Decision, frozen=True, kw_only=True):
    """A person was released from the obligation, wholly or in part, because it cannot be met.

    law: the Act it rests on.
    scope: whole or a part.
    ground: the class a rule needs; a medical ground is a personal circumstance and its word is sealed.
    exam_part: the part released from.
    decided_by: who decided.
    reason_text: the ground in words (BIO, MED).
    Source: Wi 2007; Wi 2021 art. 5; DUO SS108, SS119.
    """

    law: Law | None = None
    scope: Literal["FULL", "PARTIAL"]
    ground: Literal["PERSONAL_CIRCUMSTANCE", "EFFORT_SHOWN", "OTHER"] | None = None
    exam_part: ExamPart | None = None
    decided_by: Literal["MUNICIPALITY", "DUO"] | None = None


@fact(113, Nature.OBSERVED, dutch="verhuisd naar andere gemeente", slot="from_code")
class MunicipalityChanged(Fact, frozen=True, kw_only=True):
    """A person moved from one municipality to another; the envelope names the one moved to.

    from_code: the municipality left, as it was called that day.
    to_code: the municipality moved to, where the source that tells it is not that one.
    with_plan: whether a plan of the former municipality came along (DUO SS121) or not (SS120).
    Source: Wi 2007 art. 23.4 (six weeks); Wi 2021 Besluit 5.3; DUO SS120-SS122.
    """

    from_code: MunicipalityCode | None = None
    to_code: MunicipalityCode | None = None
    with_plan: bool | None = None


@fact(114, Nature.OBSERVED, dutch="gekoppeld aan gemeente")
class PersonLinkedToMunicipality(Fact, frozen=True, kw_only=True):
    """An asylum permit holder was assigned to a municipality for housing, from which its direction starts.

    from_shelter: whether the person still stays in a reception centre.
    Source: R315.
    """

    from_shelter: bool | None = None


@fact(115, Nature.OBSERVED, dutch="gevestigd in gemeente")
class PersonSettled(Fact, frozen=True, kw_only=True):
    """A person settled in the municipality: registered there with an address.

    with_plan: whether a plan of a former municipality came along.
    district: part of the municipality, coarse.
    Source: R103, R316; Wi 2021 Besluit 5.3; DUO SS120, SS121.
    """

    with_plan: bool | None = None
    district: Name | None = None


@fact(116, Nature.OBSERVED, dutch="vertrokken uit Nederland")
class PersonLeftCountry(Fact, frozen=True, kw_only=True):
    """A person left the Netherlands.

    Source: DUO SS123, SS110.
    """


@fact(117, Nature.DECISION, dutch="vrijstelling ingetrokken")
class ExemptionWithdrawn(Decision, frozen=True, kw_only=True):
    """An exemption was withdrawn or ran out, so that the obligation revived.

    exemption: the exemption it ends.
    with_plan: whether a plan already stands.
    Source: DUO SS129, SS130.
    """

    exemption: EventId | None = None
    with_plan: bool | None = None


@fact(118, Nature.OBSERVED, dutch="belemmering vastgelegd", personal=("reason_text", "remark"), slot="barrier")
class BarrierRecorded(Fact, frozen=True, kw_only=True):
    """Something that keeps a person from taking part was established, as a class.

    barrier: the class of obstacle.
    removed_on: day on which it was out of the way.
    reason_text: the obstacle in words.
    remark: free text of the source.
    Source: R019, R045, R306.
    """

    barrier: Literal[
        "OWN_CONTRIBUTION", "EXAM_PARTS", "CHILDCARE", "WORKING_HOURS", "TRAVEL", "PERSONAL_CIRCUMSTANCE", "OTHER"
    ]
    removed_on: Day | None = None


@fact(119, Nature.OBSERVED, dutch="kinderopvang aangevraagd", slot="entry")
class ChildcareRequested(Fact, frozen=True, kw_only=True):
    """A person asked for childcare so as to be able to attend.

    entry: what tells several requests of one source record apart.
    half_days_per_week: half days asked in a week.
    place_offered_on: day on which a place was offered.
    Source: R020, R038, R155, R164.
    """

    entry: Code | None = None
    half_days_per_week: Count | None = None
    place_offered_on: Day | None = None
