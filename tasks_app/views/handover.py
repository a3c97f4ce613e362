"""移交: what hangs on whoever leaves a post, and to whom it goes; whoever takes it over reads the same page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Post
from accounts.requests import HouseRequest
from tasks_app.actions import handovers, posts
from tasks_app.dashboards.handover import open_work, successors_of
from tasks_app.domain.posts import keeping
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.people import HandoverForm
from tasks_app.permissions import checks
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.paper_steps import told_by
from tasks_app.views.staff import crumbs_of, post_in_sight


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HouseRequest, pk: int) -> HttpResponse:
    """The open work of a post's holder; a POST hands it over."""
    post = post_in_sight(request, pk)
    successors = successors_of(post, on=request.actor.on)
    if request.method != "POST":
        return _page(request, post, HandoverForm(successors=successors))
    posts.require_keeper(request.actor, post.role, post)
    form = HandoverForm(request.POST, successors=successors)
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        to = form.cleaned_data["to"]
        with acting(request) as submission:
            if not submission.is_repeat:
                work = handovers.hand_over(post, to, version=version_of(request), **told_by(request))
                messages.success(request, f"已移交给{to.user.full_name}：{work.in_words}。")
                submission.outcome = reverse("unit_people", args=[post.unit_id])
    except (Invalid, NotNow, Stale) as refusal:
        if isinstance(refusal, Invalid):
            add_faults(form, {name: said for name, said in refusal.faults.items() if name not in form.errors})
        return _page(request, post, form, refusal)
    return redirect(submission.outcome)


def _page(request: HouseRequest, post: Post, form: HandoverForm, refusal: Refusal | None = None) -> HttpResponse:
    actor = request.actor
    context = {
        "post": post,
        "work": open_work(post),
        "is_own_side": actor.unit_id == post.unit_id,
        "form": form if checks.can(actor, keeping(post.role), post) else None,
        "has_successors": bool(form.fields["to"].queryset),  # type: ignore[attr-defined]
        "version": post.version,
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": crumbs_of(actor, post.unit, here="移交"),
    }
    return render(request, "people/handover.html", context, status=refusal.status if refusal else 200)
