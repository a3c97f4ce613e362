"""动态口令 between the password and the house, and again where somebody turns to a post that needs it.

The codes are taken once by themselves, so the form needs no key; what was typed is stored nowhere.
"""

from base64 import b32encode
from urllib.parse import quote, urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import entering
from accounts.keyed import in_groups, shared_secrets
from accounts.middleware import before_code
from accounts.models import SecondFactor, User
from accounts.requests import HouseRequest
from accounts.second_factor import PROVED_KEY
from tasks_app.actions import second_factors
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.forms.doors import CodeForm
from tasks_app.forms.faults import add_faults
from tasks_app.presenters.qr import qr_svg

BOUND = "动态口令已绑定。"
ISSUER = "碳达峰重点任务"


@login_not_required
@before_code
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HouseRequest) -> HttpResponse:
    """Asks for the code of whoever gave the password, or lets them bind a phone first."""
    asked = _asked(request)
    if asked is None:
        return redirect("login" if request.actor is None else "desk")
    user, leads_to = asked
    is_bound = second_factors.bound(user) is not None
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if is_bound:
                second_factors.prove(user, form.cleaned_data["code"], at=request.now)
                _let_in(request, user)
                return redirect(leads_to)
            codes = second_factors.confirm(user, form.cleaned_data["code"], at=request.now)
        except Invalid as refusal:
            add_faults(form, refusal.faults)
        except NotNow:  # bound meanwhile, in another window
            return redirect("second_factor")
        else:
            _let_in(request, user)
            context = {"codes": [in_groups(code, 5) for code in codes], "done": BOUND, "leads_to": leads_to}
            return render(request, "accounts/recovery_codes.html", context)
    status = 422 if form.errors else 200
    if is_bound:
        return render(request, "accounts/second_factor.html", {"form": form, "person": user}, status=status)
    factor = second_factors.begin(user, at=request.now)
    return render(request, "accounts/bind.html", {"form": form, "person": user, **_to_scan(factor)}, status=status)


def _asked(request: HouseRequest) -> tuple[User, str] | None:
    """Who owes a code here, and where they go with it; None where nobody does."""
    if not request.user.is_authenticated:
        return entering.held(request)
    if not request.waits_for_code or request.actor.user is None:
        return None
    return request.actor.user, resolve_url("desk")


def _let_in(request: HouseRequest, user: User) -> None:
    """The session begins, or is raised; under a new key either way."""
    if not request.user.is_authenticated:
        entering.enter(request, user, proved=True)
        return
    request.session.cycle_key()
    request.session[PROVED_KEY] = user.pk


def _to_scan(factor: SecondFactor) -> dict[str, object]:
    """The secret as a picture for the phone, and in letters for who types it."""
    secret = b32encode(shared_secrets(factor.seed)[0]).decode()
    words = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    address = f"otpauth://totp/{quote(factor.user.username)}?{words}"
    return {"qr": qr_svg(address, "绑定动态口令的二维码"), "secret": in_groups(secret)}
