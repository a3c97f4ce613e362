"""Two imports of one plan at the same moment: one waits for the other, and finds nothing left to do."""

import threading

import pytest
from django.db import connection

from accounts.models import Unit
from tasks_app.actions import plans
from tasks_app.models import PlanImport, Task
from tests.actions.test_plans import AT, CLOCK, SOURCE


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_write_one_plan():
    both_ready = threading.Barrier(2)
    changes = []

    def bring_in():
        reading = plans.read(SOURCE, name="plan.txt")
        both_ready.wait()
        changes.append(len(plans.import_reading(reading, by=CLOCK, at=AT).changes))
        connection.close()

    imports = [threading.Thread(target=bring_in) for _ in range(2)]
    for one in imports:
        one.start()
    for one in imports:
        one.join()
    assert sorted(changes)[0] == 0
    assert len(changes) == 2
    assert (PlanImport.objects.count(), Unit.objects.count(), Task.objects.count()) == (1, 42, 30)
