"""Faults between forms and actions: both say them as field name to sentence."""

from collections.abc import Mapping

from django import forms


def add_faults(form: forms.Form, faults: Mapping[str, str]) -> None:
    """Puts an action's faults beside their fields; a fault without a field stands above the form."""
    for field, sentence in faults.items():
        form.add_error(field if field in form.fields else None, sentence)


def faults_of(form: forms.Form) -> dict[str, str]:
    """The first fault of each field of a form that does not hold."""
    return {field: str(errors[0]) for field, errors in form.errors.items()}
