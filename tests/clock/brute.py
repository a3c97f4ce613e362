"""The ledger as it should be, read a third time: every sweep of a year replayed from the traces people left.

No module of the clock is used. Rules come from their JSON, working days are walked one by one, and what was true at a
moment is read from the append-only steps (``StateChange``), not from the rows as they stand today.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tasks_app.models import Extension, LineCase, Obligation, ReportPeriod, StateChange, UnitLine

ZHUHAI = ZoneInfo("Asia/Shanghai")
ONE = timedelta(days=1)
RANK = {"remind": 1, "urge": 2, "letter": 3, "interview": 4}
REDO_DAYS = 3
AWAY = ("office_review", "completed", "signed_off", "suspended", "cancelled")
Works = Callable[[date], bool]
Rule = dict[str, Any]
Said = tuple[Rule, date, date]


@dataclass(frozen=True, order=True)
class Entry:
    """A row of the ledger in plain words; a proposal is named after the row that made it."""

    on: date
    subject: str
    rule: str
    round: int
    state: str
    anchor_on: date
    due_on: date


@dataclass(frozen=True)
class Law:
    """What holds at a moment: the rules of that day, and the working days as they were known then."""

    rules: Sequence[Rule]
    works: Works


@dataclass
class Thing:
    """A subject as it stood at a moment."""

    kind: str
    name: str
    round: int
    anchors: dict[str, date]
    conditions: set[str]
    pauses: list[tuple[date, date | None]] = field(default_factory=list)
    is_covered: bool = False
    earlier: list[int] = field(default_factory=list)


@dataclass
class Standing:
    """A line as it stood at a moment, read from its steps up to then."""

    state: str = ""
    round: int = 0
    deadline: date = date.min
    extended: list[int] = field(default_factory=list)
    asked: dict[int, tuple[date, date | None]] = field(default_factory=dict)
    raised: dict[int, dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    pauses: list[tuple[date, date | None]] = field(default_factory=list)
    redo_days: list[tuple[date, date | None]] = field(default_factory=list)
    reports: dict[int, dict[str, Any]] = field(default_factory=dict)
    decisions: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))


def replay(moments: Sequence[datetime], law_at: Callable[[datetime], Law]) -> list[Entry]:
    """Every entry that sweeps at these moments should have written, in the order of days."""
    lines = UnitLine.objects.select_related("cycle", "work_item")
    return sorted(entry for line in lines for entry in _of_line(line, moments, law_at))


def recorded() -> list[Entry]:
    """The ledger as it is, in the same words; what a person undid later was fired all the same."""
    names: dict[int, str] = {}
    entries = []
    for row in Obligation.objects.order_by("id").select_related("phone_urge"):
        kind, _, number = row.subject.partition(":")
        subject = f"proposal:{names[int(number)]}" if kind == "proposal" else row.subject
        names[row.pk] = f"{subject}/{row.rule}/{row.round}"
        state = "superseded" if row.state == "superseded" else "fired"
        if not hasattr(row, "phone_urge"):
            entries.append(Entry(_day(row.at), subject, row.rule, row.round, state, row.anchor_on, row.due_on))
    return sorted(entries)


@dataclass
class Story:
    """What the rows say of one line, read once; and what the replay has settled so far."""

    line: UnitLine
    steps: list[StateChange]
    periods: list[ReportPeriod]
    period_of: dict[int, int | None]
    requests: dict[int, Extension]
    cases: dict[int, LineCase]
    names: dict[int, str]
    calls: list[Obligation]
    settled: dict[tuple[str, int], dict[str, tuple[date, str]]] = field(default_factory=lambda: defaultdict(dict))
    proposed: dict[str, date] = field(default_factory=dict)
    anchored: dict[str, tuple[str, str, date]] = field(default_factory=dict)

    @classmethod
    def of(cls, line: UnitLine) -> "Story":
        """The story of a line."""
        rows = Obligation.objects.filter(of_line=line).order_by("id")
        return cls(
            line,
            list(StateChange.objects.filter(line=line).order_by("at", "id")),
            list(ReportPeriod.objects.filter(cycle=line.cycle_id, rhythm=line.rhythm)),
            dict(line.reports.values_list("pk", "period_id")),
            {request.pk: request for request in line.extensions.all()},
            {case.pk: case for case in line.cases.all()},
            {row.pk: f"{row.subject}/{row.rule}/{row.round}" for row in rows},
            list(rows.filter(phone_urge__isnull=False)),
        )


def _of_line(line: UnitLine, moments: Sequence[datetime], law_at: Callable[[datetime], Law]) -> Iterator[Entry]:
    story = Story.of(line)
    for moment in moments:
        law, today = law_at(moment), _day(moment)
        for call in story.calls:  # a call that counted settled its rung without the clock
            if call.at <= moment:
                story.settled[call.subject, call.round].setdefault(call.rule, (_day(call.at), "fired"))
        standing = _standing(story, moment, law.works)
        found = [(thing, *_due(thing, story, standing, law, today)) for thing in _things(story, standing)]
        for thing, rule, state, anchor, due_on in _one_voice(found, today):
            name = f"{thing.name}/{rule['code']}/{thing.round}"
            story.settled[thing.name, thing.round][rule["code"]] = (today, state)
            story.anchored[name] = (thing.name, rule["level"], anchor)
            if rule.get("deed") == "propose":
                story.proposed[name] = today
            yield Entry(today, thing.name, rule["code"], thing.round, state, anchor, due_on)


def _standing(story: Story, moment: datetime, works: Works) -> Standing:
    found = Standing(deadline=story.line.original_deadline)
    for step in story.steps:
        if step.at > moment:
            break
        day = _day(step.at)
        if step.kind == "line":
            _follow_line(found, step, day)
        elif step.kind == "report":
            report = found.reports.setdefault(step.object_id, {"hand_ins": 0, "redo": None})
            _follow_report(report, step, day, works)
            if step.act == "send_back" and story.period_of[step.object_id] is None:
                found.redo_days.append((day, report["redo"]))
        elif step.kind in ("extension", "line_case"):
            _follow_asking(found, step, day, story)
        elif step.kind == "obligation":
            found.decisions[step.object_id].append((step.act, step.label))
    return found


def _follow_line(found: Standing, step: StateChange, day: date) -> None:
    """A pause begins when the line leaves the unit for the office, and ends when it is the unit's again.

    There was none where the unit took it back of its own accord.
    """
    was_away, is_away = found.state in AWAY, step.to_state in AWAY
    found.state = step.to_state
    found.round += step.act == "reopen"
    if is_away and not was_away:
        found.pauses.append((day, None))
    elif was_away and step.act == "recall_closing":
        found.pauses.pop()
    elif was_away and not is_away:
        found.pauses[-1] = (found.pauses[-1][0], day)


def _follow_asking(found: Standing, step: StateChange, day: date, story: Story) -> None:
    if step.kind == "extension":
        _follow_request(found, step, day, story.requests[step.object_id])
    else:
        _follow_case(found, step, day, story.cases[step.object_id])


def _follow_request(found: Standing, step: StateChange, day: date, request: Extension) -> None:
    """While it is not decided a request is open; granted, it sets another deadline and begins another round."""
    if step.to_state == "asked":
        found.asked[request.pk] = (day, None)
        return
    found.asked[request.pk] = (found.asked[request.pk][0], day)
    if step.to_state == "granted":
        assert request.granted_until is not None
        found.deadline = request.granted_until
        found.round += 1
        found.extended.append(found.round)


def _follow_case(found: Standing, step: StateChange, day: date, case: LineCase) -> None:
    """While it is asked it waits; then it was answered or taken back. What rested goes on with another deadline."""
    days = found.raised[case.pk]
    if step.act in ("ask", "consent", "consent_on_paper"):
        days.setdefault("raised", day)
        return
    days.setdefault("over", day)
    if step.to_state != "withdrawn":
        days.setdefault("decided", day)
    if step.act == "resume":
        assert case.new_deadline is not None
        days["resumed"] = day
        found.deadline = case.new_deadline
        found.round += 1
        found.extended.append(found.round)


def _follow_report(report: dict[str, Any], step: StateChange, day: date, works: Works) -> None:
    report["state"] = step.to_state
    if step.to_state == "submitted":
        report["hand_ins"] += 1
        report["sent_on"] = day
    elif step.act == "send_back":
        report["redo"] = _walk(day, REDO_DAYS, works)
    elif step.to_state == "accepted":
        report["redo"] = None


def _things(story: Story, standing: Standing) -> Iterator[Thing]:
    """The line, its periods, its reports on their way, and what was proposed about it."""
    if not standing.state:
        return
    line = story.line
    with_unit = standing.state in ("pending_signature", "in_progress", "unit_review", "sent_back")
    conditions = {"with_unit"} if with_unit else set()
    if standing.state == "pending_signature":
        conditions.add("unsigned")
    anchors = {"issued": line.issued_on, "deadline": standing.deadline, "evaluation": line.cycle.evaluation_on}
    asked = [(first, last) for pk, (first, last) in standing.asked.items() if story.requests[pk].in_time]
    asked += [(days["raised"], days.get("over")) for pk, days in standing.raised.items() if story.cases[pk].rests]
    still = [*standing.pauses, *standing.redo_days, *asked]
    earlier = _since_which_only_the_deadline_moved(standing)
    yield Thing("line", f"line:{line.pk}", standing.round, anchors, conditions, still, earlier=earlier)
    if with_unit:
        yield from _silent_periods(story, standing)
    for pk, report in standing.reports.items():
        days = {"submitted": report.get("sent_on"), "redo_by": report["redo"]}
        if report["state"] == "submitted":
            anchor, condition = "submitted", "with_office"
        elif report["redo"] and report["state"] != "accepted" and with_unit:
            anchor, condition = "redo_by", "to_redo"
        else:
            continue
        name, on = f"report:{pk}", {anchor: days[anchor]}
        yield Thing("report", name, report["hand_ins"], on, {condition}, standing.pauses)  # type: ignore[arg-type]
    yield from _open_papers(story, standing)
    yield from _open_requests(standing)
    yield from _told_cases(story, standing)


def _open_requests(standing: Standing) -> Iterator[Thing]:
    """More time was asked for, and nobody has answered."""
    for pk, (first, last) in standing.asked.items():
        if last is None:
            yield Thing("extension", f"extension:{pk}", 0, {"asked": first}, {"to_decide"}, standing.pauses)


def _told_cases(story: Story, standing: Standing) -> Iterator[Thing]:
    """An objection, suspension or cancellation waits, or was answered; what rests waits for its day, or goes on."""
    for pk, days in standing.raised.items():
        anchors, conditions = {"raised": days["raised"]}, {"raised"}
        if "over" in days:
            anchors = {name: days[name] for name in ("decided", "resumed") if name in days}
            conditions = {word for name, word in (("decided", "answered"), ("resumed", "resumed")) if name in days}
        rests = story.cases[pk].kind == "suspension" and "resumed" not in days and standing.state == "suspended"
        if "decided" in days and rests:
            anchors["resume_by"] = story.cases[pk].until
            conditions.add("to_resume")
        yield Thing("line_case", f"line_case:{pk}", 0, anchors, conditions, standing.pauses)


def _since_which_only_the_deadline_moved(standing: Standing) -> list[int]:
    number, found = standing.round, []
    while number in standing.extended:
        number -= 1
        found.append(number)
    return found


def _silent_periods(story: Story, standing: Standing) -> Iterator[Thing]:
    """Periods nobody reported on, unless their day fell while the office had the line."""
    answered = {
        story.period_of[pk]
        for pk, report in standing.reports.items()
        if report["state"] in ("submitted", "accepted") or report["redo"]
    }
    reported_until = max((period.due_on for period in story.periods if period.pk in answered), default=date.min)
    for period in story.periods:
        due = period.supporting_due_on if story.line.part == "support" else period.due_on
        if due > story.line.issued_on and period.pk not in answered and not _lies_in(due, standing.pauses):
            name, covered = f"period:{period.pk}/{story.line.pk}", period.due_on < reported_until
            yield Thing("period", name, 0, {"period_due": due}, {"not_reported"}, standing.pauses, covered)


def _open_papers(story: Story, standing: Standing) -> Iterator[Thing]:
    """A paper waits for a person while its line is with the unit, in the round in which it was proposed."""
    decided = {story.names[pk]: told for pk, told in standing.decisions.items()}
    for name, day in story.proposed.items():
        told = decided.get(name, [])
        is_moot = standing.state in AWAY or not name.endswith(f"/{standing.round}")
        if is_moot or any(act in ("refuse", "retract") for act, _ in told):
            continue
        put_off = [date.fromisoformat(label.removeprefix("暂缓至 ")) for act, label in told if act == "defer"]
        start = put_off[-1] if put_off else day
        yield Thing("proposal", f"proposal:{name}", len(put_off), {"proposed": start}, {"undecided"}, standing.pauses)


def _due(
    thing: Thing, story: Story, standing: Standing, law: Law, today: date
) -> tuple[list[Said], list[Said], list[Said]]:
    """What speaks, what is skipped, what is proposed: each with its anchor and its day."""
    told: list[tuple[int, date, int, Rule]] = []
    papers = []
    for place, rule in enumerate(law.rules):
        pauses = thing.pauses if rule.get("ladder", True) else []
        begun = [pause for pause in pauses if pause[0] <= today]
        stands = any(last is None or today < _walk(last, 1, law.works) for _, last in begun)
        if stands or not _is_asked(rule, thing, story, standing):
            continue
        day = _walk(thing.anchors[rule["anchor"]], rule["offset"], law.works, pauses)
        if rule.get("after"):
            climbed = _climbed(rule, thing, story, standing, law) or date.max
            if climbed >= today:
                continue
            day = max(day, climbed + ONE, _walk(climbed, rule.get("wait", 0), law.works, pauses))
        if day <= today and rule.get("deed") == "propose":
            papers.append((rule, thing.anchors[rule["anchor"]], day))
        elif day <= today:
            told.append((RANK[rule["level"]], day, place, rule))
    told.sort(key=lambda one: one[:3])
    speaking = [(rule, thing.anchors[rule["anchor"]], day) for _, day, _, rule in told]
    if thing.is_covered:
        return [], [*speaking, *papers], []
    return *_loudest_for_each(speaking, thing, story, standing, law), papers


def _loudest_for_each(
    said: list[Said], thing: Thing, story: Story, standing: Standing, law: Law
) -> tuple[list[Said], list[Said]]:
    """From the loudest down: one is left out where everybody it is for hears a louder one, or heard one since."""
    speaking: list[Said] = []
    skipped: list[Said] = []
    for one in reversed(said):
        rule, _, day = one
        heard_since = {person for other in _told_since(rule, day, thing, story, standing, law) for person in other}
        if set(rule["audience"]) <= heard_since:
            skipped.insert(0, one)
            continue
        hear_now = {person for other, _, _ in speaking for person in other["audience"]}
        (skipped if set(rule["audience"]) <= hear_now else speaking).insert(0, one)
    return speaking, skipped


def _told_since(
    rule: Rule, day: date, thing: Thing, story: Story, standing: Standing, law: Law
) -> Iterator[Sequence[str]]:
    """Whom rules as loud as this one told on its day or later, in this round, and nobody took it back."""
    undone = {name for name, acts in _decided(story, standing) if {"refuse", "retract", "retract_untold"} & set(acts)}
    for other in law.rules:
        code = other["code"]
        rounds = [thing.round, *(thing.earlier if other["anchor"] != "deadline" else [])]
        told = [number for number in rounds if story.settled[thing.name, number].get(code, (day, ""))[1] == "fired"]
        standing_rounds = [number for number in told if f"{thing.name}/{code}/{number}" not in undone]
        settled_on = max((story.settled[thing.name, number][code][0] for number in standing_rounds), default=date.min)
        is_as_loud = RANK[other["level"]] >= RANK[rule["level"]] and other.get("deed") != "propose"
        if is_as_loud and settled_on >= day and other["about"] == thing.kind:
            yield other["audience"]


def _climbed(rule: Rule, thing: Thing, story: Story, standing: Standing, law: Law) -> date | None:
    """The day the rule before was really told; where it was skipped, the day a rule of its rung was told instead."""
    settled = story.settled[thing.name, thing.round]
    levels = {one["code"]: one["level"] for one in law.rules}
    undone = {name for name, acts in _decided(story, standing) if {"refuse", "retract", "retract_untold"} & set(acts)}

    def told(code: str) -> date | None:
        day, state = settled.get(code, (None, ""))
        return day if state == "fired" and f"{thing.name}/{code}/{thing.round}" not in undone else None

    if settled.get(rule["after"], (None, ""))[1] != "superseded":
        return told(rule["after"])
    same = [told(code) for code in settled if levels.get(code) == levels[rule["after"]] and code != rule["code"]]
    return max((day for day in same if day), default=None)


def _decided(story: Story, standing: Standing) -> Iterator[tuple[str, list[str]]]:
    """What people did about rows of the ledger, by the row's name."""
    for pk, told in standing.decisions.items():
        yield story.names[pk], [act for act, _ in told]


def _is_asked(rule: Rule, thing: Thing, story: Story, standing: Standing) -> bool:
    refused = {story.anchored.get(name) for name, acts in _decided(story, standing) if "refuse" in acts}
    refusal = (thing.name, rule["level"], thing.anchors.get(rule["anchor"]))
    return (
        rule["about"] == thing.kind
        and rule["code"] not in story.settled[thing.name, thing.round]
        and not _was_said_before(rule, thing, story)
        and rule["anchor"] in thing.anchors
        and not (rule.get("deed") == "propose" and refusal in refused)
        and rule["condition"] in thing.conditions
        and (rule["level"] == "remind" or not story.line.work_item.supervised_by)
    )


def _was_said_before(rule: Rule, thing: Thing, story: Story) -> bool:
    """Another deadline alone is no reason to say again what counts from any other day."""
    earlier = (story.settled[thing.name, number] for number in thing.earlier)
    return rule["anchor"] != "deadline" and any(rule["code"] in settled for settled in earlier)


def _one_voice(
    found: Sequence[tuple[Thing, Any, Any, Any]], today: date
) -> Iterator[tuple[Thing, Rule, str, date, date]]:
    """Of the periods of a line that would speak, the latest does. An urge about the line covers everything the unit
    would hear beside it; and what was missed is not made up for beside something louder."""
    voices = [(thing, *one) for thing, speaking, _, _ in found for one in speaking if _hears_unit(one[0])]
    periods = sorted((voice for voice in voices if voice[0].kind == "period"), key=lambda voice: voice[2])
    unsaid = {(thing.name, rule["code"]) for thing, rule, anchor, _ in periods if anchor < periods[-1][2]}
    loud = max(
        (voice for voice in voices if (voice[0].name, voice[1]["code"]) not in unsaid), key=_loudness, default=None
    )
    for thing, rule, _, day in voices:
        if loud and thing is not loud[0] and (_is_urge_of_line(loud) or day < today):
            unsaid.add((thing.name, rule["code"]))
    for thing, speaking, skipped, papers in found:
        for rule, anchor, day in speaking:
            is_heard = (thing.name, rule["code"]) not in unsaid or not _hears_unit(rule)
            yield thing, rule, "fired" if is_heard else "superseded", anchor, day
        for rule, anchor, day in skipped:
            yield thing, rule, "superseded", anchor, day
        for rule, anchor, day in papers:
            yield thing, rule, "fired", anchor, day


def _loudness(voice: tuple[Thing, Rule, date, date]) -> tuple[int, bool, date, int]:
    _, rule, anchor, day = voice
    return RANK[rule["level"]], _is_urge_of_line(voice), day, -anchor.toordinal()


def _is_urge_of_line(voice: tuple[Thing, Rule, date, date]) -> bool:
    return voice[0].kind == "line" and voice[1]["level"] != "remind"


def _hears_unit(rule: Rule) -> bool:
    return bool({"liaison", "unit_reviewer"} & set(rule["audience"]))


def _lies_in(day: date, pauses: Sequence[tuple[date, date | None]]) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in pauses)


def _walk(start: date, number: int, works: Works, pauses: Sequence[tuple[date, date | None]] = ()) -> date:
    """The number-th working day after (or before) a day; forwards, days of a pause are not counted."""
    day, left, step = start, abs(number), ONE if number > 0 else -ONE
    while left:
        day += step
        stands = number > 0 and _lies_in(day, pauses)
        left -= works(day) and not stands
    return day


def _day(moment: datetime) -> date:
    return moment.astimezone(ZHUHAI).date()
