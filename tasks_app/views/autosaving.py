"""What the server answers a form that saves itself while somebody types (自动保存): a word and a version, no page."""

from datetime import datetime

from django.http import JsonResponse
from django.utils import timezone

from tasks_app.domain.refusals import Invalid, Refusal

SENT_BACK_IS_A_STEP = "退回的报送件改写后请点“保存草稿”。"
UNFINISHED = "有一处还不能保存，请先改正。"


def saved(url: str, version: int, at: datetime) -> JsonResponse:
    """Where the draft is written on, in which version it stands, and what the page says."""
    said = f"已自动保存 {timezone.localtime(at):%H:%M}，尚未送审。"
    return JsonResponse({"url": url, "version": version, "said": said})


def answered(refusal: Refusal) -> JsonResponse:
    """Why nothing was saved; the words are only in the browser."""
    sentence = UNFINISHED if isinstance(refusal, Invalid) else refusal.sentence
    return JsonResponse({"said": f"未能自动保存：{sentence}"}, status=refusal.status)
