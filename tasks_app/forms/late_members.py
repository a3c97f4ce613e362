"""补办交办: by when a unit that joined later is done, where the item's own day has passed."""

from django import forms

from tasks_app.forms.fields import DayField


class LateMemberForm(forms.Form):
    """``member`` is the unit; the day is asked for only where one of the items is already due."""

    member = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    deadline = DayField(label="完成时限", required=False, help_text="只用于原时限已过的事项；其余按原时限。")
