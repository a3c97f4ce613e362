"""What the server answers a form that saves itself while somebody types (自动保存): a word and versions, no page."""

from collections.abc import Mapping
from datetime import datetime

from django.http import JsonResponse
from django.utils import timezone

from tasks_app.domain.refusals import Invalid, Refusal

AUTO = "auto"
SENT_BACK_IS_A_STEP = "退回的报送件改写后请点“保存草稿”。"
UNFINISHED = "有一处还不能保存，请先改正。"


def saved(url: str, versions: Mapping[str, int], at: datetime, *, but: str = "") -> JsonResponse:
    """Where the draft is written on, in which versions it stands (by the fields that carry them), and what is said.

    ``but``: what of it was not saved.
    """
    said = f"已自动保存 {timezone.localtime(at):%H:%M}，尚未送审。{but}"
    return JsonResponse({"url": url, "versions": dict(versions), "said": said, "left": bool(but)})


def answered(refusal: Refusal) -> JsonResponse:
    """Why nothing was saved; the words are only in the browser."""
    sentence = UNFINISHED if isinstance(refusal, Invalid) else refusal.sentence
    return JsonResponse({"said": f"未能自动保存：{sentence}"}, status=refusal.status)
