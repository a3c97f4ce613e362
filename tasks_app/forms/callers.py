"""Where the office has it from (代录): how a unit said it, and who of it."""

from django import forms

from tasks_app.actions.report_drafts import Caller
from tasks_app.forms.fields import CleanTextField
from tasks_app.forms.reports import SOURCES

SOURCE_NEEDED = "请选择来源：电话、来函或当面。"


class CallerFields(forms.Form):
    """Phone, letter or in person, and by whom."""

    on_behalf_source = forms.ChoiceField(
        label="来源",
        choices=SOURCES,
        widget=forms.RadioSelect,
        error_messages={"required": SOURCE_NEEDED, "invalid_choice": SOURCE_NEEDED},
    )
    on_behalf_of = CleanTextField(
        label="来电来函人", max_length=64, required="请填写来电来函人的姓名，以便核对。", help_text="例如：综合科王某。"
    )

    def caller(self) -> Caller:
        """Who said it, and how."""
        return Caller(self.cleaned_data["on_behalf_source"], self.cleaned_data["on_behalf_of"])
