"""The request as every view behind the door gets it."""

from datetime import datetime

from django.http import HttpRequest

from accounts.actor import Actor


class HouseRequest(HttpRequest):
    """A request that passed ``ActorMiddleware``: in whose name it comes, and the one moment at which it happens.

    Only a name for types: Django makes the requests, the middleware sets what is declared here. The pages that are
    open to strangers (the login, a refusal before it) may find no actor, and ask.
    """

    actor: Actor
    now: datetime
    waits_for_code: bool
