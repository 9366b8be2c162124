"""Which cases a figure looks at: those that lie where it is asked, as known and as entered within its bounds.

Beside them stand those that a municipality sees because it received the dossier (`domain/handover.py`), and how many
cases may lie here as well, which their municipality's code cannot tell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.counting import Bounds, Case, Rule, Verdict
from domain.handover import Handover, decided_elsewhere
from domain.places import Scope
from projections import VIEWS
from projections.history import registered_by
from projections.walk import Shared
from replay.asking import HasNoAnswer
from replay.beside import registrations_of
from replay.follow import Progress, no_progress
from replay.histories import cases_at_end
from replay.reading import SEEING_A_PART, Reading
from store.readers import reader_now

Found = list[tuple[Case, UUID]]


@dataclass(frozen=True, slots=True)
class Considered:
    """The cases of a figure, the group of each, and those that were registered later.

    `elsewhere` are verdicts on what was decided in another place, and `unsettled` is the number of cases not among them
    that may lie here.
    """

    cases: Sequence[Case]
    groups: Mapping[str, UUID]
    later: frozenset[str]
    elsewhere: Sequence[Verdict]
    unsettled: int


def considered(look: Reading, rule: Rule, bounds: Bounds, scope: Scope, progress: Progress = no_progress) -> Considered:
    """The cases of a rule's view within the bounds, in the place asked."""
    codes = scope.codes
    stored = list(look.cases(rule.view, bounds.known_at, codes))
    found, later = stored, frozenset[str]()
    if bounds.registered_by is not None:
        _refuse_part_of_a_history()
        groups = look.groups_in_scope(VIEWS[rule.view], bounds.known_at, codes)
        by_then = {case.case: (case, group) for case, group in _entered_by(look, rule, bounds, groups, progress)}
        here = [one for one in by_then.values() if scope.holds(one[0].municipality, rule.on(one[0]))]
        kept = [one for one in stored if one[0].case not in {case.case for case, _ in here}]
        later = frozenset(case.case for case, _ in kept)
        found = [*here, *kept]
    if scope.is_everywhere:
        return Considered([case for case, _ in found], {case.case: group for case, group in found}, later, (), 0)
    within = [one for one in found if scope.holds(one[0].municipality, rule.on(one[0]))]
    unsettled = sum(scope.may_hold(case.municipality, rule.on(case)) for case, _ in found)
    received, elsewhere = _received(look, rule, bounds, scope, {case.case for case, _ in within})
    return Considered(
        [case for case, _ in within],
        {case.case: group for case, group in [*within, *received]},
        later,
        elsewhere,
        unsettled,
    )


def _refuse_part_of_a_history() -> None:
    """What the books held by a day is worked out of whole histories; raises HasNoAnswer for who sees a part of them."""
    reader = reader_now()
    if reader is not None and reader.role in SEEING_A_PART:
        raise HasNoAnswer(
            "a figure by day of entry is worked out of the whole history of each person, of which you see a part. "
            "Expected a question without registered_by",
            "een cijfer naar dag van invoer wordt gemaakt uit de hele geschiedenis van ieder, waarvan u een deel ziet. "
            "Verwacht een vraag zonder registered_by",
        )


def of_lots(cases: Sequence[Case]) -> Considered:
    """The cases that stand for lots (`replay/lots.py`): they are nobody in particular, so nothing else is known."""
    return Considered(cases, {}, frozenset(), (), 0)


def _entered_by(
    look: Reading, rule: Rule, bounds: Bounds, groups: Sequence[UUID], progress: Progress = no_progress
) -> Iterable[tuple[Case, UUID]]:
    """The cases of these groups as the sources' books held them: the pure function over the filtered histories.

    Shared facts are bounded by `known_at` only.
    """
    view, bound = VIEWS[rule.view], bounds.registered_by or date.max
    shared = Shared(look.shared(view.reads_shared, bounds.known_at), view)
    for done, (group_id, history) in enumerate(look.histories(view, groups, bounds.known_at)):
        progress(done, len(groups))
        for case in cases_at_end(view, registered_by(history, bound), shared):
            yield case, group_id


def _received(
    look: Reading, rule: Rule, bounds: Bounds, scope: Scope, within: set[str]
) -> tuple[Found, Sequence[Verdict]]:
    """What was handed over to the place asked by the day asked, and is decided elsewhere."""
    handed = [
        (case, group)
        for case, group in look.cases("handovers", bounds.known_at, scope.codes)
        if isinstance(case, Handover) and case.is_seen(bounds) and scope.holds(case.municipality, case.on)
    ]
    if not handed or VIEWS[rule.view].of_subject != "registration":
        return [], ()
    of_registration = registrations_of(look, handed)
    last = {of_registration[case.case]: case for case, _ in sorted(handed, key=lambda one: str(one[0].valid[0]))}
    groups = sorted({group for _, group in handed})
    found = (
        list(look.cases(rule.view, bounds.known_at, None, groups))
        if bounds.registered_by is None
        else list(_entered_by(look, rule, bounds, groups))
    )
    registration = registrations_of(look, found)
    received = [one for one in found if registration[one[0].case] in last and one[0].case not in within]
    verdicts = []
    for case, _ in sorted(received, key=lambda one: (one[0].positions[:1], one[0].case)):
        handover = last[registration[case.case]]
        if isinstance(handover, Handover):
            verdicts.append(decided_elsewhere(case, handover, scope.place(case.municipality, rule.on(case))))
    return received, verdicts
