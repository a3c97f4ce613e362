"""Evidence (佐证材料) going out: only to whom the report is visible, and only as it came in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tasks_app.domain.report_states import OUTSIDE
from tasks_app.models import Evidence
from tasks_app.permissions.finding import found
from tasks_app.views.attachments import attachment

UNNAMED = "尚未报送的附件"


@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a report."""
    actor = request.actor  # type: ignore[attr-defined]
    file = found(Evidence.objects.visible_to(actor).select_related("blob", "report"), pk)
    return attachment(request, file.blob, file.name, noted_as=_name_for_the_book(file))


def _name_for_the_book(file: Evidence) -> str:
    """The name others than the unit may read too; that of a draft is the unit's own, and the address names the file."""
    handed_in = file.report.state in OUTSIDE and file.report.submitted_at is not None
    return file.name if handed_in else UNNAMED
