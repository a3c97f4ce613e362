"""The form of a sheet (一表报送): the same few fields for each line that is written, under the line's own prefix.

Which lines there are is said by the server, never by the form: fields of other lines are not heard. The form names
the lines it was shown with (``line``), so that one that is not there is noticed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from tasks_app.actions.naming import fault_key, named
from tasks_app.actions.period_sheets import NOT_ON_THE_PAGE, Entry
from tasks_app.actions.report_drafts import Words
from tasks_app.dashboards.period_sheet import SheetLine
from tasks_app.domain.period_sheets import (
    BOTH_ANSWERS,
    Cell,
    contradicts,
    is_carried_over,
    is_no_news,
    last_words,
    no_news,
)
from tasks_app.domain.refusals import NotVisible, Stale
from tasks_app.domain.report_states import ReportState
from tasks_app.forms.fields import DraftTextField
from tasks_app.forms.reports import WordsForm
from tasks_app.presenters.links import name_of

CARRIED_HINT = "上期填报（{period}）的文字，不是本期进展：请改写，或勾选“无新进展”。"
CARRIED_LABEL = "{label}（上期填报）"
MOST_LINES_NAMED = 1000
LARGEST_VERSION = 2**31 - 1
BAD_VERSION = "表单缺少版本信息，请刷新页面后重新提交。"


class LineForm(WordsForm):
    """One line: what every report says, and a tick for who has nothing new."""

    progress_text = DraftTextField(label="本期进展", rows=3)
    problems = DraftTextField(label="存在问题", rows=2)
    next_steps = DraftTextField(label="下一步安排", rows=2)
    no_news = forms.BooleanField(label="无新进展（保留上期文字，仍须选择总体进度）", required=False)
    version = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_VERSION,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), BAD_VERSION),
    )

    is_overtaken = False

    def __init__(self, data: QueryDict | None, *, entry: SheetLine) -> None:
        self.entry = entry
        prefix = fault_key(entry.line, "").removesuffix("-")
        super().__init__(data, prefix=prefix, initial=initial_of(entry))
        del self.fields["without_reason"]
        for name in ("standing", "percent"):
            self.fields[name].help_text = ""
        self._mark_what_was_carried_over()

    def _mark_what_was_carried_over(self) -> None:
        """Nobody is to take last time's words for new ones."""
        last = self.entry.last
        if last is None:
            return
        for name in ("problems", "next_steps"):
            if self.initial[name] and self.initial[name] == getattr(last, name):
                self.fields[name].label = CARRIED_LABEL.format(label=self.fields[name].label)
        if is_carried_over(self.initial["progress_text"], last.progress_text):
            self.fields["progress_text"].help_text = CARRIED_HINT.format(period=name_of(last))

    def clean(self) -> dict[str, Any]:
        """A tick and new words together are no answer."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("no_news") and contradicts(data.get("progress_text", ""), self.entry.last_progress):
            self.add_error("no_news", BOTH_ANSWERS)
        return data

    def words(self) -> Words:
        """What was written, or what the tick stands for."""
        data, last = self.cleaned_data, self.entry.last
        if not data["no_news"]:
            return super().words()
        return Words(
            progress_text=no_news(self.entry.last_progress),
            problems=data["problems"] or (last.problems if last else ""),
            next_steps=data["next_steps"] or (last.next_steps if last else ""),
            standing=data["standing"],
            percent=data["percent"],
            fall_reason=data["fall_reason"],
            taken_up=data["taken_up"],
        )

    @property
    def remark(self) -> str:
        """What the office did not take of the last report: this one says what became of it."""
        last = self.entry.last
        return last.not_adopted if last and last.is_in_part else ""

    def explaining_fields(self) -> list[forms.BoundField]:
        """What is explained on this line: asked for, or begun; a remark of the office always."""
        return self.asked_fields(also={"taken_up"} if self.remark else ())

    def as_entry(self, *, sending: bool) -> Entry:
        """What the action is told. What was sent back counts as written again when the sheet is sent."""
        report = self.entry.report
        is_redone = sending and report is not None and report.state == ReportState.SENT_BACK
        is_begun = is_redone or self.is_changed
        return Entry(self.entry.line.pk, self.cleaned_data["version"], self.words(), is_begun)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that was not there before."""
        return bool(set(self.changed_data) - {"version"})

    def as_saved_entry(self) -> Entry:
        """What is saved while somebody types: new words, but not of what was sent back, whose rewriting is a step."""
        report, words = self.entry.report, self.words()
        is_new = self.is_changed and not self.waits_for_a_click and (report is None or words != Words.of(report))
        return Entry(self.entry.line.pk, self.cleaned_data["version"], words, is_new)

    @property
    def waits_for_a_click(self) -> bool:
        """Whether these are new words for a report that was sent back."""
        report = self.entry.report
        return self.is_changed and report is not None and report.state == ReportState.SENT_BACK


def initial_of(entry: SheetLine) -> dict[str, Any]:
    """What a line starts with: its own report, else last time's words."""
    told = entry.report or entry.last
    progress = entry.report.progress_text if entry.report else last_words(entry.last_progress)
    percent = told.percent if told else None
    return {
        "progress_text": progress,
        "problems": told.problems if told else "",
        "next_steps": told.next_steps if told else "",
        "standing": entry.report.standing if entry.report else "",
        "percent": "" if percent is None else percent,
        "fall_reason": entry.report.fall_reason if entry.report else "",
        "taken_up": entry.report.taken_up if entry.report else "",
        "no_news": entry.report is not None and is_no_news(progress, entry.last_progress),
        "version": entry.report.version if entry.report else None,
    }


def versions_of(lines: Sequence[SheetLine]) -> dict[str, int]:
    """The field of each line that carries its report's version, with that version."""
    return {fault_key(entry.line, "version"): entry.report.version for entry in lines if entry.report}


@dataclass(frozen=True)
class Fault:
    """One thing to mend: on which line, in which field, where to find it."""

    line: str
    label: str
    sentence: str
    anchor: str


class PeriodSheetForm:
    """All lines of a sheet that are written. Bound where ``data`` is given.

    A bound form also holds lines that were written when its page was made and no longer are: what was typed for them
    is not lost, and the action says on which line somebody was faster.
    """

    def __init__(self, lines: Sequence[SheetLine], data: QueryDict | None = None) -> None:
        self.data = data
        self.shown = set(data.getlist("line")[:MOST_LINES_NAMED]) if data is not None else set()
        self.own = {str(entry.line.pk) for entry in lines}
        wanted = (entry for entry in lines if entry.cell is Cell.WRITE or str(entry.line.pk) in self.shown)
        self.forms = tuple(LineForm(data, entry=entry) for entry in wanted)

    @cached_property
    def by_line(self) -> dict[int, LineForm]:
        """The forms under their lines' ids."""
        return {form.entry.line.pk: form for form in self.forms}

    def is_valid(self) -> bool:
        """Whether every line holds; all are asked, so that all faults are told at once."""
        faulty = [form for form in self.forms if not form.is_valid()]
        return not faulty

    def require_shown(self) -> None:
        """Raises NotVisible for a line that is not on the unit's sheet, Stale where the page lacked one that is."""
        if not self.shown <= self.own:
            raise NotVisible
        for form in self.forms:
            if str(form.entry.line.pk) not in self.shown:
                raise Stale(f"{named(form.entry.line)}：{NOT_ON_THE_PAGE}")

    def with_versions_of(self, lines: Sequence[SheetLine]) -> "PeriodSheetForm":
        """The same words over what is stored now; where that is not what the page showed, ``is_overtaken`` says so."""
        assert self.data is not None, "words were typed"
        data, overtaken = self.data.copy(), set()
        for entry in lines:
            field = fault_key(entry.line, "version")
            version = str(entry.report.version) if entry.report else ""
            if field in data and data[field] != version:
                overtaken.add(entry.line.pk)
            data[field] = version
        fresh = PeriodSheetForm(lines, data)
        for form in fresh.forms:
            form.is_overtaken = form.entry.line.pk in overtaken
        return fresh

    def entries(self, *, sending: bool) -> list[Entry]:
        """What was typed, line by line."""
        return [form.as_entry(sending=sending) for form in self.forms]

    def saved_entries(self) -> list[Entry]:
        """What is saved of it while somebody types."""
        return [form.as_saved_entry() for form in self.forms]

    def add_faults(self, faults: Mapping[str, str]) -> None:
        """Puts an action's faults beside their fields."""
        for key, sentence in faults.items():
            line, _, field = key.removeprefix("line").partition("-")
            form = self.by_line[int(line)]
            form.add_error(field if field in form.fields else None, sentence)

    def faults(self) -> list[Fault]:
        """All faults in the order of the sheet."""
        return [
            Fault(
                line=named(form.entry.line),
                label=str(form.fields[field].label or "") if field in form.fields else "",
                sentence=str(sentence),
                anchor=form[field].id_for_label or form[field].auto_id if field in form.fields else form.prefix or "",
            )
            for form in self.forms
            for field, sentences in form.errors.items()
            for sentence in sentences
        ]
