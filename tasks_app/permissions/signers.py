"""May whoever signed a sheet (线下签批) decide this? Asked as of a click by the signer, on the day of the signature.

The clerk who registers the sheet is somebody else: what keeps a person from a decision keeps their signature too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.actor import Actor
from accounts.models import Post, User
from tasks_app.domain.access import RIGHTS, Bar, Verb, rights_of
from tasks_app.domain.access_words import BARS_OF_SIGNERS, NO_POST_TO_SIGN, refusal_of
from tasks_app.permissions import checks
from tasks_app.permissions.subjects import Person, Subject, subject_of


@dataclass(frozen=True)
class Signature:
    """Who signed, on which day; without an account the name alone is known."""

    name: str
    on: date
    user: User | None = None


def fault_of(signature: Signature, verbs: Iterable[Verb], thing: object) -> str:
    """Why the signature decides nothing, as a sentence about the signer; empty where one of the verbs is theirs."""
    subject = subject_of(thing)
    faults = []
    for verb in verbs:
        fault = _fault(signature, verb, subject)
        if not fault:
            return ""
        faults.append(fault)
    return faults[0]


def roles_of(signature: Signature) -> set[str]:
    """The roles held that day by whoever signed; of a name alone those of everybody who bears it."""
    users = [signature.user] if signature.user else User.objects.filter(full_name=signature.name)
    return {hat.role for user in users for hat in _hats(user, signature.on)}


def is_of(signature: Signature, person: Person) -> bool:
    """Whether it is this person's; of a name alone everybody who bears it is thought."""
    if signature.user:
        return person.is_(Actor(signature.user, None, None, signature.on))
    return person.bears(signature.name) or User.objects.filter(pk=person.user, full_name=signature.name).exists()


def _fault(signature: Signature, verb: Verb, subject: Subject) -> str:
    if signature.user:
        return _of_account(signature, signature.user, verb, subject)
    bearers = User.objects.filter(full_name=signature.name)
    faults = (_of_bearer(signature, user, verb, subject) for user in bearers)
    return next(filter(None, faults), "") or _of_name(signature, verb, subject)


def _of_account(signature: Signature, user: User, verb: Verb, subject: Subject) -> str:
    hats = _hats(user, signature.on)
    if any(checks.can(hat, verb, subject) for hat in hats):
        return ""
    bars = [bar for hat in hats for bar in checks.bars_met(hat, verb, subject)]
    if bars:
        return BARS_OF_SIGNERS[bars[0]].format(name=signature.name)
    return NO_POST_TO_SIGN.format(name=signature.name, day=signature.on, who=refusal_of(verb))


def _of_bearer(signature: Signature, user: User, verb: Verb, subject: Subject) -> str:
    """Somebody who bears the name: who could decide is taken for the signer, anybody else only where that bars."""
    hats = _hats(user, signature.on)
    if any(rights_of(hat.role, verb) for hat in hats):
        return _of_account(signature, user, verb, subject)
    bare = Actor(user, None, None, signature.on, hats[0].posts if hats else ())
    met = checks.bars_among(_personal(verb), bare, subject)
    return BARS_OF_SIGNERS[met[0]].format(name=signature.name) if met else ""


def _of_name(signature: Signature, verb: Verb, subject: Subject) -> str:
    """Nobody with an account: whoever is known by the same name alone is thought."""
    bars, nobody = _personal(verb), Actor(None, None, None, signature.on)
    if Bar.SIGNER in bars and subject.signer.bears(signature.name):
        return BARS_OF_SIGNERS[Bar.SIGNER].format(name=signature.name)
    has_agreed = Bar.AGREED in bars and subject.agreed.bears(signature.name)
    if has_agreed and not checks.signs_alone(nobody, subject):
        return BARS_OF_SIGNERS[Bar.AGREED].format(name=signature.name)
    return ""


def _hats(user: User, on: date) -> list[Actor]:
    """The person in each of the posts held on that day."""
    held = tuple(Post.objects.in_force(on).of_working_people().filter(user=user).select_related("unit").order_by("id"))
    return [Actor(user, post, None, on, held) for post in held]


def _personal(verb: Verb) -> list[Bar]:
    """What bars a person without a post that decides: working for the unit counts, a post in its kin does not."""
    bars = {bar for right in RIGHTS if right.verb == verb for bar in right.unless}
    return sorted((bars - {Bar.CONFLICT}) | ({Bar.MEMBER} if Bar.CONFLICT in bars else set()))
