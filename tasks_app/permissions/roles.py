"""Whether a role has a verb at all: asked at the door of a page that is about many things at once.

Each of these things is then asked about by itself, with :func:`checks.require`.
"""

from accounts.actor import Actor
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.access_words import refusal_of
from tasks_app.domain.refusals import NotAllowed


def require_role(actor: Actor, verb: Verb) -> None:
    """Raises NotAllowed for whoever could do this to nothing."""
    if not rights_of(actor.role, verb):
        raise NotAllowed(refusal_of(verb))
