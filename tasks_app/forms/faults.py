"""Faults between forms and actions: both say them as field name to sentence."""

from collections.abc import Mapping

from django import forms

CHOOSE_AGAIN = "刚才选择的文件没有保存，请重新选择文件。"


def add_faults(form: forms.Form, faults: Mapping[str, str]) -> None:
    """Puts an action's faults beside their fields; a fault without a field stands above the form."""
    for field, sentence in faults.items():
        form.add_error(field if field in form.fields else None, sentence)


def ask_for_files_again(form: forms.Form) -> None:
    """Says beside a file field that the page could not keep what was chosen: no browser lets a page do so."""
    for name in form.files:
        if name in form.fields:
            form.add_error(name, CHOOSE_AGAIN)


def faults_of(form: forms.Form) -> dict[str, str]:
    """The first fault of each field of a form that does not hold."""
    return {field: str(errors[0]) for field, errors in form.errors.items()}
