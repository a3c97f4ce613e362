"""Forms of a case about a line (事项变更): what is asked for, and what is decided."""

from datetime import date

from django import forms

from accounts.models import Unit
from tasks_app.actions.line_case_decisions import GROUND_LENGTH, GROUND_NEEDED, WORDS_NEEDED, Granted
from tasks_app.actions.line_cases import LETTER_NEEDED, NAMED_ITSELF, REASON_NEEDED, Raised, Said
from tasks_app.actions.line_successors import Heir
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.forms.callers import CallerFields
from tasks_app.forms.decisions import SheetForm
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.forms.lines import LONGEST_REASON
from tasks_app.forms.stored_files import StoredScanField
from tasks_app.forms.unit_choice import UnitField

LONGEST_CASE = 1000
READ_BY_UNIT = "承办单位会看到这段话。"


class AskForm(forms.Form):
    """申请撤项: why."""

    kind = CaseKind.CANCELLATION
    reason = CleanTextField(
        label="理由",
        max_length=LONGEST_CASE,
        rows=4,
        required=REASON_NEEDED,
        help_text="写明事实和依据；不得涉及国家秘密。",
    )

    def raised(self) -> Raised:
        """What is asked for."""
        data = self.cleaned_data
        return Raised(self.kind, data["reason"], data.get("until"), data.get("named_unit"))


class ObjectForm(AskForm):
    """交办异议: why it is not ours, and perhaps whose it is."""

    kind = CaseKind.OBJECTION
    named_unit = UnitField(
        label="认为应承办的单位",
        required=False,
        empty_label="不指明",
        help_text="不清楚的不填。",
        error_messages={"invalid_choice": NAMED_ITSELF},
    )


class ObjectOnBehalfForm(ObjectForm, CallerFields):
    """代录交办异议: the same, with who said it, when and how; of a letter its scan."""

    said_on = DayField(label="来电来函日期")
    letter = StoredScanField(label="来函扫描件", required=False, needed=LETTER_NEEDED, help_text=LETTER_NEEDED)
    field_order = ("on_behalf_source", "on_behalf_of", "said_on", "letter", "reason", "named_unit")

    def said(self) -> Said:
        """Where the office has it from."""
        return Said(self.caller(), self.cleaned_data["said_on"], self.cleaned_data.get("letter"))


class SuspendForm(AskForm):
    """申请暂缓: why, and until when at the latest."""

    kind = CaseKind.SUSPENSION
    until = DayField(label="最迟恢复办理", help_text="到期由办公室恢复办理，按暂缓时剩余的工作日重新计算时限。")


ASKING: dict[str, type[AskForm]] = {
    CaseKind.OBJECTION: ObjectForm,
    CaseKind.SUSPENSION: SuspendForm,
    CaseKind.CANCELLATION: AskForm,
}


class ReasonForm(forms.Form):
    """异议不成立, or 不同意, with a reason."""

    reason = CleanTextField(
        label="理由", max_length=LONGEST_REASON, rows=3, required=WORDS_NEEDED, help_text=READ_BY_UNIT
    )


class HeirFields(forms.Form):
    """To whom a part goes, and by when."""

    unit = UnitField(
        label="转由哪个单位承办",
        required=False,
        empty_label="不转办",
        error_messages={"invalid_choice": "请选择该单位以外的单位，或不转办。"},
        help_text="其他单位仍承办本项任务的，可以不转办。",
    )
    deadline = DayField(
        label="接办单位的时限", required=False, help_text="不填为现时限；推迟的须由办公室负责人决定，原定时限不变。"
    )

    def heir(self) -> Heir | None:
        """Who takes the part over, if anybody."""
        unit: Unit | None = self.cleaned_data["unit"]
        day: date | None = self.cleaned_data["deadline"]
        return Heir(unit, day) if unit else None


class UpholdForm(ReasonForm, HeirFields):
    """异议成立: why, and who takes the part over."""

    field_order = ("reason", "unit", "deadline")


class UpholdSheetForm(SheetForm, HeirFields):
    """异议成立 as it was signed."""

    field_order = ("signer", "signer_title", "words", "signed_on", "scan", "unit", "deadline")


class WordsForm(forms.Form):
    """领导同意, in a few words or none."""

    words = CleanTextField(label="意见", max_length=LONGEST_REASON, rows=2, help_text=READ_BY_UNIT)


class UntilField(forms.Form):
    """Until when at the latest a line rests."""

    until = DayField(label="最迟恢复办理", help_text="可以早于申请的日期。")


class GroundField(forms.Form):
    """On what a line is cancelled."""

    ground = CleanTextField(
        label="依据", max_length=GROUND_LENGTH, required=GROUND_NEEDED, help_text="文件名称和文号，或会议纪要。"
    )


class GrantForm(WordsForm):
    """同意暂缓 or 撤项, by a click."""

    def granted(self) -> Granted:
        """What is granted."""
        data = self.cleaned_data
        return Granted(data.get("until"), data.get("ground", ""), data["words"])


class GrantSuspensionForm(GrantForm, UntilField):
    """同意暂缓."""

    field_order = ("until", "words")


class GrantCancellationForm(GrantForm, GroundField):
    """同意撤项."""

    field_order = ("ground", "words")


class GrantSheetForm(SheetForm):
    """同意暂缓 or 撤项, as it was signed."""

    def granted(self) -> Granted:
        """What is granted; the words are those on the sheet."""
        return Granted(self.cleaned_data.get("until"), self.cleaned_data.get("ground", ""))


class SuspensionSheetForm(GrantSheetForm, UntilField):
    """同意暂缓 as it was signed."""

    field_order = ("until", "signer", "signer_title", "words", "signed_on", "scan")


class CancellationSheetForm(GrantSheetForm, GroundField):
    """同意撤项 as it was signed."""

    field_order = ("ground", "signer", "signer_title", "words", "signed_on", "scan")


# The form of a grant by kind: of a click, and of a sheet.
GRANTING: dict[str, tuple[type[GrantForm], type[GrantSheetForm]]] = {
    CaseKind.SUSPENSION: (GrantSuspensionForm, SuspensionSheetForm),
    CaseKind.CANCELLATION: (GrantCancellationForm, CancellationSheetForm),
}
