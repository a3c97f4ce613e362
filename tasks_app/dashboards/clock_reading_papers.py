"""How the hourly proof reads papers (公文): plain words, plain loops, nothing of the clock's own code."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from tasks_app.models import Commitment, Interview, Paper, PaperGround, PaperService, StateChange, UnitLine

Row = dict[str, Any]
InHouse = tuple[str, int, int, date, str]
SUMMONS = ("interview_notice", "interview_letter")
LETTERS = ("supervision_notice", "supervision_letter", "request_letter")


@dataclass
class Papers:
    """What the rows say of papers, by line. ``objected``: first and last day; without a last day it is still open.

    ``in_house``: papers on their way, and cases to be checked, each with its kind, number, round, day and condition.
    """

    services: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    promises: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    in_house: dict[int, list[InHouse]] = field(default_factory=lambda: defaultdict(list))
    windows: dict[int, date] = field(default_factory=dict)
    objected: dict[int, list[tuple[date, date | None]]] = field(default_factory=lambda: defaultdict(list))


def papers_of(lines: list[UnitLine], moved: dict[int, date]) -> Papers:
    """Everything of papers about these lines. Nine queries. ``moved``: when a line's deadline last became another."""
    papers = Papers()
    own: list[Row] = [dict(row) for row in PaperService.objects.filter(line__in=lines).values()]
    for service in own:
        if service["state"] in ("served", "received", "replied", "objected"):
            papers.services[service["line_id"]].append(service)
    about = PaperGround.objects.filter(line__in=lines).values("line_id", "paper_id", "paper__kind")
    grounds: list[Row] = [dict(row) for row in about]
    sent: dict[int, list[Row]] = defaultdict(list)
    for row in PaperService.objects.filter(paper__in=[ground["paper_id"] for ground in grounds]).values():
        sent[row["paper_id"]].append(dict(row))
    opened_anew: dict[int | None, date] = {}
    reopenings = StateChange.objects.filter(line__in=lines, kind="line", act="reopen").order_by("at")
    for step in reopenings.values("line_id", "at"):
        opened_anew[step["line_id"]] = timezone.localdate(step["at"])
    for ground in grounds:
        line = ground["line_id"]
        since = max(opened_anew.get(line, date.min), moved.get(line, date.min))
        _read_window(ground, sent[ground["paper_id"]], since, papers)
    _read_objections(grounds, papers)
    _read_promises(own, papers)
    _read_in_house(lines, papers)
    return papers


def _read_in_house(lines: list[UnitLine], papers: Papers) -> None:
    """Papers that nobody sent yet, and cases whose rectification nobody checked; since when is read from the steps."""
    rows = Paper.objects.filter(line__in=lines).exclude(state__in=["issued", "void"]).values()
    waiting: list[Row] = [dict(row) for row in rows]
    came: dict[int, date] = {row["id"]: timezone.localdate(row["drafted_at"]) for row in waiting}
    returns: dict[int, int] = defaultdict(int)
    steps = StateChange.objects.filter(kind="paper", paper__in=list(came)).exclude(to_state="")
    for step in steps.order_by("at", "id"):
        came[step.object_id] = timezone.localdate(step.at)
        returns[step.object_id] += step.to_state == "draft"
    for row in waiting:
        condition = _waits_for(row)
        if condition:
            one = ("paper", row["id"], returns[row["id"]], came[row["id"]], condition)
            papers.in_house[row["line_id"]].append(one)
    cases = Interview.objects.filter(state="checking", notice__services__line__in=lines)
    for case in cases.values("id", "round", "rectified_on", "notice__services__line"):
        line = case["notice__services__line"]
        if case["rectified_on"]:
            papers.in_house[line].append(("interview", case["id"], case["round"], case["rectified_on"], "to_check"))


def _waits_for(paper: Row) -> str:
    """Leaders decide what is presented to them, and that there is an interview; the director signs what is sent."""
    if paper["state"] == "presented":
        is_of_leader = paper["kind"] == "memo" or (paper["kind"] in SUMMONS and paper["agreed_at"] is None)
        return "to_agree" if is_of_leader else "to_sign"
    if paper["state"] in ("signed", "numbered", "sealed"):
        return "" if paper["kind"] == "memo" and paper["state"] != "signed" else "to_issue"
    return {"draft": "drafted", "checking": "to_read"}[paper["state"]]


def _read_promises(services: list[Row], papers: Papers) -> None:
    """What was promised in the interviews to which these services summoned, while they are being rectified."""
    line_of = {service["paper_id"]: service["line_id"] for service in services}
    promises = Commitment.objects.filter(
        interview__notice__in=line_of, interview__state="rectifying", done_on=None, excused_on=None
    )
    for row in promises.values("id", "due_on", "interview__notice_id"):
        papers.promises[line_of[row["interview__notice_id"]]].append(dict(row))


def _read_window(ground: Row, sent: list[Row], since: date, papers: Papers) -> None:
    """The window of a letter the unit has; of several the one that was sent last counts, of an earlier round none."""
    for row in sent:
        answerable = row["state"] in ("received", "replied") and row["reply_by"] is not None
        if row["served_on"] is not None and row["served_on"] < since:
            continue
        if ground["paper__kind"] in LETTERS and answerable:
            known = papers.windows.get(ground["line_id"])
            papers.windows[ground["line_id"]] = max(known, row["reply_by"]) if known else row["reply_by"]


def _read_objections(grounds: list[Row], papers: Papers) -> None:
    """An objection is open from the day it came until it was answered."""
    steps = StateChange.objects.filter(kind="service", paper__in=[ground["paper_id"] for ground in grounds])
    of_paper: dict[int | None, list[Row]] = defaultdict(list)
    for step in steps.order_by("at", "id").values("paper_id", "object_id", "from_state", "to_state", "at"):
        of_paper[step["paper_id"]].append(dict(step))
    for ground in grounds:
        since: dict[int, date] = {}
        for each in of_paper[ground["paper_id"]]:
            day = timezone.localdate(each["at"])
            if each["to_state"] == "objected":
                since[each["object_id"]] = day
            elif each["from_state"] == "objected":
                papers.objected[ground["line_id"]].append((since.pop(each["object_id"]), day))
        papers.objected[ground["line_id"]] += [(day, None) for day in since.values()]
