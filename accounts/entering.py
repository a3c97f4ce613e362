"""The way in: straight after the password, or, for who needs a code, held between the two without a session."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth import login
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import SecurityNotice, User
from accounts.requests import HouseRequest
from accounts.second_factor import PROVED_KEY

HELD_KEY = "held_between"
# So long the password counts while somebody looks for the phone, or binds it.
HELD_FOR = timedelta(minutes=10)
BACKEND = "django.contrib.auth.backends.ModelBackend"
TOLD = "{at:%m月%d日 %H:%M}，{what}。如非本人操作，请立即联系系统管理员。"
MOST_TOLD = 5


def enter(request: HouseRequest, user: User, *, proved: bool = False) -> None:
    """Begins the session, and says what happened to the account since the last one."""
    request.session.pop(HELD_KEY, None)
    login(request, user, backend=BACKEND)
    if proved:
        request.session[PROVED_KEY] = user.pk
    untold = SecurityNotice.objects.filter(user=user, told_at__isnull=True)
    for notice in untold[:MOST_TOLD]:
        messages.warning(request, TOLD.format(at=timezone.localtime(notice.at), what=notice.what))
    untold.update(told_at=request.now)


def hold(request: HouseRequest, user: User, *, leads_to: str) -> None:
    """The password was right: remembers whose it was, under a new key and without logging anybody in."""
    request.session.cycle_key()
    request.session[HELD_KEY] = {
        "user": user.pk,
        "knows": user.get_session_auth_hash(),
        "until": (request.now + HELD_FOR).timestamp(),
        "leads_to": leads_to,
    }


def held(request: HouseRequest) -> tuple[User, str] | None:
    """Who is held between password and code, and where they wanted to go; None where nobody is, or no longer."""
    kept = request.session.get(HELD_KEY)
    if kept is None or datetime.fromtimestamp(kept["until"], tz=request.now.tzinfo) < request.now:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), kept["knows"]):
        return None
    return user, kept["leads_to"]
