"""Exam, diploma, certificate, and the parts of the programme of 2021.

Having taken part in an exam and having passed it are two facts: the performance part of 2007 counts taking part,
whatever the result.
"""

from typing import Literal

from domain.facts.base import Code, Count, Day, EventId, Fact, Name, Nature, fact

Exam = Literal["INTEGRATION_EXAM", "STATE_EXAM_1", "STATE_EXAM_2", "BASIC_EXAM_ABROAD", "SHORT_EXEMPTION_TEST", "OTHER"]
"""Which exam."""


@fact(901, Nature.OBSERVED, dutch="aan examen deelgenomen", slot="entry")
class ExamTaken(Fact, frozen=True, kw_only=True):
    """A person took part in an exam or a part of it.

    entry: what tells several attempts of one source record apart.
    exam: which exam.
    exam_part: which part: KNM, LE, LU, SC, SP, or a code of an older exam.
    level: level of the part.
    attempt: number of the attempt.
    Source: R068; Besluit inburgering ch. 7 (deelgenomen); DUO Examen.
    """

    entry: Code | None = None
    exam: Exam
    exam_part: Code | None = None
    level: Code | None = None
    attempt: Count | None = None


@fact(902, Nature.OBSERVED, dutch="examenresultaat", slot="entry")
class ExamResultRecorded(Fact, frozen=True, kw_only=True):
    """The result of an exam or a part of it became known; `occurred_on` is the day of the exam.

    entry: what tells several results of one source record apart.
    exam: which exam.
    exam_part: which part: KNM, LE, LU, SC, SP, or a code of an older exam.
    level: level of the part.
    result: passed, failed, or none.
    no_result: why there is none, after DUO's list.
    result_on: day on which the result was registered.
    taken: the attempt it belongs to.
    Source: DUO Examenresultaat, RedenGeenResultaat, SS199.
    """

    entry: Code | None = None
    exam: Exam
    exam_part: Code | None = None
    level: Code | None = None
    result: Literal["PASSED", "FAILED", "NONE"]
    no_result: Literal["CULPABLE", "NOT_CULPABLE", "CANCELLED", "ABSENT"] | None = None
    result_on: Day | None = None
    taken: EventId | None = None


@fact(903, Nature.OBSERVED, dutch="diploma uitgereikt", slot="diploma")
class DiplomaAwarded(Fact, frozen=True, kw_only=True):
    """A diploma was awarded.

    diploma: which diploma.
    route: route it closes.
    level: level it shows.
    Source: Wi 2007; Wi 2021 art. 6-9; DUO SS106.
    """

    diploma: Literal["INTEGRATION", "STATE_EXAM_1", "STATE_EXAM_2", "LANGUAGE_BRIDGING", "OTHER"]
    route: Literal["B1", "EDUCATION"] | None = None
    level: Code | None = None


@fact(904, Nature.OBSERVED, dutch="certificaat uitgereikt", slot="certificate")
class CertificateAwarded(Fact, frozen=True, kw_only=True):
    """A certificate was awarded.

    certificate: which certificate.
    awarded_by: who awarded it.
    Source: Wi 2021 art. 6-9 (Z-route); DUO SS141.
    """

    certificate: Literal["Z_ROUTE", "COURSE", "OTHER"]
    awarded_by: Name | None = None


@fact(905, Nature.OBSERVED, dutch="participatieverklaringstraject (PVT) afgerond")
class PvtCompleted(Fact, frozen=True, kw_only=True):
    """The participation declaration was signed and with it the PVT completed; `occurred_on` is the day of signing.

    hours: hours followed.
    culpable: whether a delay is to be blamed on the person.
    Source: Wi 2021 art. 6-9; DUO ResultaatPvt; R336.
    """

    hours: Count | None = None
    culpable: bool | None = None


@fact(906, Nature.OBSERVED, dutch="module arbeidsmarkt en participatie (MAP) afgerond")
class MapCompleted(Fact, frozen=True, kw_only=True):
    """The closing talk was held and with it the MAP completed; `occurred_on` is the day of the talk.

    hours: hours followed.
    culpable: whether a delay is to be blamed on the person.
    Source: Wi 2021 art. 6-9; DUO ResultaatMap.
    """

    hours: Count | None = None
    culpable: bool | None = None


@fact(907, Nature.OBSERVED, dutch="voortgangsgesprek gevoerd", personal=("remark", "reason_text"), slot="review")
class ProgressReviewHeld(Fact, frozen=True, kw_only=True):
    """A progress interview was held.

    review: number of the interview.
    held_by: organisation that held it.
    due_on: day by which it was due.
    remark: what was said.
    reason_text: what was said about health or family.
    Source: R184, R317; Wi 2021 (number laid down in the PIP).
    """

    review: Count | None = None
    held_by: Name | None = None
    due_on: Day | None = None


@fact(908, Nature.OBSERVED, dutch="zelfredzaamheidsroute (Z-route) afgerond")
class ZRouteCompleted(Fact, frozen=True, kw_only=True):
    """The Z-route was completed with a closing talk; `occurred_on` is the day of the talk.

    course_hours: course hours followed.
    participation_hours: participation hours followed.
    Source: Wi 2021 art. 6-9; DUO ResultaatZroute.
    """

    course_hours: Count | None = None
    participation_hours: Count | None = None


@fact(909, Nature.OBSERVED, dutch="leereenheid afgerond", slot="unit")
class UnitCompleted(Fact, frozen=True, kw_only=True):
    """A unit of learning that is paid for by result was completed.

    unit: which unit.
    provider: who gave it.
    product_version: version of the product book that describes it.
    result: passed or only followed.
    Source: R135, R138, R230.
    """

    unit: Code
    provider: Name | None = None
    product_version: Code | None = None
    result: Literal["PASSED", "FOLLOWED"] | None = None
