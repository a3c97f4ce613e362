"""Forms of a line: who in the unit takes the work on, and why something is done."""

from django import forms

from tasks_app.actions.lines import Handler
from tasks_app.forms.fields import CleanTextField

LONGEST_REASON = 500


class SignForm(forms.Form):
    """签收: all of it may be left empty and filled in later."""

    section = CleanTextField(label="承办科室", max_length=80)
    handler = CleanTextField(label="承办人", max_length=64)
    phone = CleanTextField(
        label="联系电话", max_length=40, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )

    def chosen(self) -> Handler:
        """Who will handle the line."""
        data = self.cleaned_data
        return Handler(data["section"], data["handler"], data["phone"])


class HandOverForm(SignForm):
    """分办: who handles the line from now on."""


class ReasonForm(forms.Form):
    """One sentence of why."""

    reason = CleanTextField(
        label="理由", max_length=LONGEST_REASON, rows=3, required="请填写理由，让对方知道需要怎样修改。"
    )

    @property
    def typed(self) -> str:
        """What was written."""
        text: str = self.cleaned_data["reason"]
        return text


class SourceForm(ReasonForm):
    """代录签收: how the office knows that the unit received the item."""

    reason = CleanTextField(
        label="来源", max_length=LONGEST_REASON, rows=2, required="请填写来源，例如：2026年11月23日电话，市商务局王某。"
    )
