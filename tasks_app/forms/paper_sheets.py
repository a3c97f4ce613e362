"""Forms that register a decision about a paper taken on paper: whoever signed is chosen, or named."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

from accounts.models import Post
from tasks_app.actions.reports import Sheet
from tasks_app.forms.decisions import SheetForm
from tasks_app.forms.fields import CleanTextField
from tasks_app.forms.lines import LONGEST_REASON

NAME_NEEDED = "请选择签批人，或填写签批人姓名。"
BAD_SIGNER = "请从列出的人员中选择签批人。"
NO_ACCOUNT = "不在列表中，另填姓名"
TOLD_NEEDED = "请填写{label}，该单位会看到这段话。"
TOLD_HINT = "该单位会看到这段话；签批人、签批意见和扫描件仅供内部查阅。"


class SignerSheetForm(SheetForm):
    """登记线下签批: the signer is chosen among the accounts that may decide it, so that nobody later answers for
    their own signature (回避); whoever has no account is named."""

    signer_account = forms.ChoiceField(label="签批人", required=False, error_messages={"invalid_choice": BAD_SIGNER})
    signer = CleanTextField(label="签批人姓名", max_length=64, help_text="签批人没有账号时填写。")

    def __init__(self, *args: Any, signers: Sequence[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        self._users = {str(post.user_id): post.user for post in signers}
        named = [(str(post.user_id), f"{post.user.full_name}（{post.get_role_display()}）") for post in signers]
        field = self.fields["signer_account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", NO_ACCOUNT), *named]
        self.order_fields(["signer_account", *(name for name in self.fields if name != "signer_account")])

    def clean(self) -> dict[str, Any]:
        """Somebody signed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (data.get("signer_account") or data.get("signer")):
            self.add_error("signer", NAME_NEEDED)
        return data

    def sheet(self) -> Sheet:
        """The decision on paper; a chosen account goes before a name."""
        user = self._users.get(self.cleaned_data["signer_account"])
        sheet = super().sheet()
        return replace(sheet, signer=user.full_name, signer_user=user) if user else sheet


class DecisionSheetForm(SignerSheetForm):
    """The same about a received paper or an interview. ``told`` labels what its unit reads of it, where it does."""

    def __init__(self, *args: Any, told: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if told:
            self.fields["reason"] = CleanTextField(
                label=told,
                max_length=LONGEST_REASON,
                rows=3,
                required=TOLD_NEEDED.format(label=told),
                help_text=TOLD_HINT,
            )
            self.order_fields(["reason"])

    @property
    def told(self) -> str:
        """What the unit reads, empty where nothing is told."""
        return str(self.cleaned_data.get("reason", ""))
