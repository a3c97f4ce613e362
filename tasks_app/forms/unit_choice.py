"""Fields that choose from all units, in the order of the directory; namesakes say of which place they are."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from accounts.models import Unit
from tasks_app.domain.unit_labels import told_apart


class UnitChoices(ModelChoiceIterator):
    """The options, in one query."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        yield from told_apart(self.queryset.values_list("pk", "name", "jurisdiction"))


class UnitField(forms.ModelChoiceField):
    """One unit."""

    iterator = UnitChoices

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.order_by("order", "id"), **options)


def leave_out(form: forms.Form, unit: Unit) -> None:
    """Offers every unit but this one, in each field of the form that chooses one."""
    for field in form.fields.values():
        if isinstance(field, UnitField):
            field.queryset = Unit.objects.order_by("order", "id").exclude(pk=unit.pk)


class UnitsField(forms.ModelMultipleChoiceField):
    """Several units."""

    iterator = UnitChoices

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.order_by("order", "id"), **options)
