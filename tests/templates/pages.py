"""A small house of pages for the browser: the gallery within its frame, open to whoever knocks."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from tasks_app.views.gallery import WORDS_LIMIT, SampleForm
from tasks_app.views.gallery_samples import samples

POSTS: list[str] = []


@login_not_required
def nowhere(request: HttpRequest, **_: Any) -> HttpResponse:
    """Takes note of what was sent and answers with an empty frame."""
    if request.method == "POST":
        POSTS.append(request.path)
    return render(request, "base.html", {"frame": frame_of(request)})


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """All components, with acts that lead somewhere."""
    context = samples(timezone.localdate())
    for act in context["acts"]:
        act["url"] = "/sent/"
    context |= {"frame": frame_of(request), "words_limit": WORDS_LIMIT}
    context |= {"empty_form": SampleForm(auto_id="empty_%s"), "refused_form": SampleForm({}, auto_id="refused_%s")}
    return render(request, "gallery/gallery.html", context)


@login_not_required
def refusal(request: HttpRequest) -> HttpResponse:
    """A refusal as the middleware shows it."""
    return render(request, "errors/refusal.html", {"sentence": "已经签收过了。", "status": 409})


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """A frame with two places and two posts."""
    names = {"desk": "工作台", "plan": "重点任务"}
    posts = [{"id": 1, "label": "市商务局 联络员", "current": True}, {"id": 2, "label": "市商务局 单位审核人"}]
    return {
        "places": [
            {"code": code, "label": label, "url": f"/{code}/", "current": code in request.path, "icon": code}
            for code, label in names.items()
        ],
        "plan_label": "珠海市碳达峰实施方案（珠府〔2023〕39号）",
        "year": 2026,
        "actor_label": "市商务局 联络员 · 演示联络员",
        "posts": posts,
    }


urlpatterns = [
    path("desk/", nowhere, name="desk"),
    path("plan/", nowhere, name="plan"),
    path("sent/", nowhere),
    path("logout/", nowhere, name="logout"),
    path("posts/<int:post_id>/use/", nowhere, name="switch_post"),
    path("account/", nowhere, name="own_account"),
    path("gallery/", gallery, name="gallery"),
    path("refusal/", refusal),
]
