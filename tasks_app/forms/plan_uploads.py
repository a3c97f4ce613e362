"""Forms of a plan's file: the file with how it is to be read, and the answers to what the reading asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from tasks_app.actions import plan_uploads
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.plan_uploads import FILE_NEEDED, Terms
from tasks_app.domain.plan_questions import UNKNOWN, Answer, Question
from tasks_app.domain.plan_upload_files import ACCEPTED
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import on_one_line
from tasks_app.forms.fields import CleanTextField
from tasks_app.importing.registry import UnitRegistry
from tasks_app.models import PlanUpload

EMPTY = "所选文件是空文件（0 字节），请检查是否选错了文件。"
LONG_NAME = "文件名过长，请缩短到 60 个汉字以内再上传。"
NO_LEAD = "请选择一种牵头约定。"
NO_CHOICE = "请从所列的选项中选择。"
NAME_NEEDED = "请填写是哪个已知单位。"
NOT_KNOWN = "“{name}”不是已知单位，请从列表中选择；确是新单位的，请选“按原文新增”。"
OTHER, NEW, NAME = "other", "new:", "name:"
LONGEST_NAME = 120


class StoredPlanField(forms.FileField):
    """A plan's file, in the store when the form is valid."""

    def __init__(self, **options: Any) -> None:
        messages = {"required": FILE_NEEDED, "empty": EMPTY, "invalid": FILE_NEEDED, "max_length": LONG_NAME}
        super().__init__(error_messages=messages, **options)

    def clean(self, data: Any, initial: Any = None) -> StoredFile:
        """The file in the store. Raises ValidationError with the house's sentence."""
        upload = super().clean(data, initial)
        try:
            return plan_uploads.take_in(upload)
        except Invalid as refusal:
            raise ValidationError(refusal.sentence, code="invalid") from None


class TermsForm(forms.Form):
    """How a file is to be read."""

    lead = forms.ChoiceField(
        label="原文没有写明牵头单位的",
        choices=PlanUpload.Lead.choices,
        widget=forms.RadioSelect,
        initial=PlanUpload.Lead.FIRST,
        error_messages={"required": NO_LEAD, "invalid_choice": NO_LEAD},
    )
    number = CleanTextField(label="文号", max_length=60, help_text="来源没有写明时填写，例如“珠府〔2023〕39号”。")
    title = CleanTextField(label="方案名称", max_length=200, help_text="来源没有写明时填写。")
    issuer = CleanTextField(
        label="印发机关",
        max_length=40,
        help_text="来源没有写明时填写，例如“珠海市人民政府”；单位名称省略的前缀据此补全。",
    )

    def terms(self) -> Terms:
        """What was typed."""
        data = self.cleaned_data
        return Terms(data["lead"], data["number"], data["title"], data["issuer"])


class PlanUploadForm(TermsForm):
    """A new file."""

    file = StoredPlanField(label="方案文件", help_text=f"可以上传 {ACCEPTED}，先列出疑点和变动，确认后才写入。")

    field_order = ["file", "lead", "number", "title", "issuer"]


@dataclass(frozen=True)
class TypedAnswer:
    """What was chosen and typed beside one question, and why it does not hold."""

    choice: str = ""
    other: str = ""
    fault: str = ""


class AnswersForm:
    """The answers of one page of questions: ``choice-KEY`` and, for another unit, ``other-KEY``.

    A question that the page did not show keeps its answer. ``typed`` is what was sent, by key; ``faults`` counts what
    does not hold.
    """

    def __init__(self, data: QueryDict, questions: Iterable[Question], known: UnitRegistry) -> None:
        self.questions = {question.key: question for question in questions}
        self.known = known
        self.typed: dict[str, TypedAnswer] = {}
        self.given: dict[str, Answer | None] = {}
        for key in data.getlist("asked"):
            if key in self.questions:
                self._take(key, data.get(f"choice-{key}", ""), on_one_line(data.get(f"other-{key}", "")))

    @property
    def faults(self) -> int:
        """How many answers do not hold."""
        return sum(bool(typed.fault) for typed in self.typed.values())

    def joined(self, kept: Iterable[Answer]) -> list[Answer]:
        """The answers given now, and those kept from before about which nothing was said."""
        before = {answer.question.key: answer for answer in kept}
        after: Mapping[str, Answer | None] = {**before, **self.given}
        return [answer for answer in after.values() if answer]

    def _take(self, key: str, choice: str, other: str) -> None:
        fault, self.given[key] = self._answer(self.questions[key], choice, other)
        self.typed[key] = TypedAnswer(choice, other, fault)

    def _answer(self, question: Question, choice: str, other: str) -> tuple[str, Answer | None]:
        """The fault, or the answer; neither where the question stays open."""
        if not choice:
            return "", None
        if choice.startswith(NEW):
            name = choice.removeprefix(NEW)
            is_offered = question.kind == UNKNOWN and name in question.names
            return ("", Answer(question, name, is_new=True)) if is_offered else (NO_CHOICE, None)
        if choice == OTHER and not other:
            return NAME_NEEDED, None
        name = other if choice == OTHER else choice.removeprefix(NAME)
        party = self.known.find(name) if len(name) <= LONGEST_NAME else None
        if party is None:
            return NOT_KNOWN.format(name=name[:LONGEST_NAME]), None
        return "", Answer(question, party.name)
