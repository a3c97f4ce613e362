"""Forms of what is said on an item (留言) and of leaders' instructions (批示)."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tasks_app.actions.comments import Words
from tasks_app.actions.instructions import REPLY_NEEDED, SOURCE_NEEDED, WORDS_NEEDED, Wish
from tasks_app.domain.talking import LONGEST, NOT_AMONG, TEXT_NEEDED, CommentKind, Party
from tasks_app.forms.decisions import SheetForm
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.forms.lines import LONGEST_REASON
from tasks_app.forms.services import files_field

KIND_NEEDED = "请选择提问或说明。"
NO_SECRETS = "不得涉及国家秘密。"
VOID_REASON = "请填写撤销理由，让答复单位知道为什么不需要再答复。"
KINDS = [(kind.value, kind.label) for kind in (CommentKind.QUESTION, CommentKind.REMARK)]


class PartiesField(forms.TypedMultipleChoiceField):
    """Units on the item and the office, ticked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": NOT_AMONG},
            **options,
        )


class WithParties(forms.Form):
    """A form that names units of the item."""

    units = PartiesField(label="单位")

    def __init__(self, *args: Any, parties: Iterable[Party] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["units"]
        assert isinstance(field, PartiesField)
        field.choices = [(party.unit, party.name) for party in parties]


class FilesField(forms.Form):
    """Files with what is said (附件)."""

    files = files_field()  # type: ignore[assignment]  # the uploads stay under the same name


class CommentForm(WithParties, FilesField):
    """留言: a question to units, or a remark."""

    kind = forms.ChoiceField(
        label="类别",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": KIND_NEEDED, "invalid_choice": KIND_NEEDED},
    )
    text = CleanTextField(
        label="内容",
        max_length=LONGEST,
        rows=6,
        required=TEXT_NEEDED,
        help_text=f"提交后不能修改，10 分钟内可以撤回；{NO_SECRETS}",
    )
    units = PartiesField(label="@单位", help_text="提问须选择由谁答复；说明可以选择告知谁。被选单位会收到通知。")
    field_order = ("kind", "text", "units", "files")

    def words(self) -> Words:
        """What is said."""
        data = self.cleaned_data
        return Words(data["kind"], data["text"], frozenset(data["units"]))


class AnswerForm(FilesField):
    """答复 of a question."""

    text = CleanTextField(label="答复", max_length=LONGEST, rows=6, required=TEXT_NEEDED, help_text=NO_SECRETS)
    field_order = ("text", "files")


class InstructionForm(WithParties):
    """作批示: the words, who answers, and by when."""

    text = CleanTextField(label="批示内容", max_length=LONGEST, rows=4, required=WORDS_NEEDED, help_text=NO_SECRETS)
    units = PartiesField(label="答复单位", help_text="选中的单位须逐一答复；其他配合单位看不到本批示。")
    due_on = DayField(label="答复时限", help_text="默认 5 个工作日，可以调整。")
    field_order: tuple[str, ...] = ("text", "units", "due_on")

    def wish(self) -> Wish:
        """What is instructed."""
        data = self.cleaned_data
        return Wish(data["text"], frozenset(data["units"]), data["due_on"])


class InstructionSheetForm(InstructionForm, SheetForm):
    """登记批示: what a leader signed, and what of it the addressees read."""

    words = CleanTextField(
        label="批示原文",
        max_length=300,
        rows=3,
        required="请照原件填写批示原文。",
        help_text="照原件抄录；原文和扫描件供领导小组办公室、领导和审计考核人员查阅。",
    )
    text = CleanTextField(
        label="办理要求",
        max_length=LONGEST,
        rows=3,
        help_text="答复单位看到的文字；不填写则为批示原文。",
    )
    field_order: tuple[str, ...] = ("signer", "signer_title", "words", "signed_on", "scan", "text", "units", "due_on")


class ReplyForm(FilesField):
    """答复批示, perhaps with files."""

    text = CleanTextField(
        label="答复内容",
        max_length=LONGEST,
        rows=8,
        required=REPLY_NEEDED,
        help_text=f"写明落实情况、下一步措施和完成时间；{NO_SECRETS}",
    )

    def told(self) -> dict[str, Any]:
        """What the action is told besides the text."""
        return {"files": self.cleaned_data["files"]}

    field_order: tuple[str, ...] = ("text", "files")


class ReplyOnBehalfForm(ReplyForm):
    """代录批示答复: the same with the day and the source."""

    on = DayField(label="答复日期")
    source = CleanTextField(
        label="来源",
        max_length=120,
        required=SOURCE_NEEDED,
        help_text="写明方式、日期和何人，例如：2026年12月3日来函，市商务局王某送达。",
    )
    field_order: tuple[str, ...] = ("on", "source", "text", "files")

    def told(self) -> dict[str, Any]:
        """Where it came from."""
        return super().told() | {"on": self.cleaned_data["on"], "source": self.cleaned_data["source"]}


class VoidForm(forms.Form):
    """撤销批示: why."""

    reason = CleanTextField(
        label="撤销理由", max_length=LONGEST_REASON, rows=3, required=VOID_REASON, help_text="答复单位会看到这段话。"
    )


class VoidSheetForm(VoidForm, SheetForm):
    """登记线下签批并撤销批示: why, and what the leader signed about it."""

    field_order = ("reason", "signer", "signer_title", "words", "signed_on", "scan")
