"""People (人员): entered with name and login, and how to reach them. Whether and how they log in is their account's."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts.actor import Actor
from accounts.models import Invitation, Post, Unit, User
from tasks_app.actions import recording
from tasks_app.actions.account_steps import Account, end_links, oneself, tell
from tasks_app.actions.transition import locked, require_version, step_by
from tasks_app.domain import login_names
from tasks_app.domain.access import Verb
from tasks_app.domain.posts import BASIS_NEEDED, keeping
from tasks_app.domain.refusals import Invalid, NotAllowed
from tasks_app.domain.texts import on_one_line
from tasks_app.models import StateChange
from tasks_app.permissions import checks

NAME_NEEDED = "请填写姓名。"
BAD_ADDRESS = "电子邮箱“{text}”不像邮箱地址，请核对。"
BAD_PHONE = "电话“{text}”只能有数字、加号、横线、括号和空格，请核对。"
NO_ADDRESS = "未登记"
NOTHING_NEW = "没有改动，请核对后再保存。"
MAY_NOT_AMEND = "人员信息由有权调整其任职的人员更改。"
LONGEST_PHONE = 40
OF_A_PHONE = frozenset("0123456789+-()（） ")
FIELDS = ("full_name", "phone", "email")


@dataclass(frozen=True)
class PersonWish:
    """A person as entered."""

    username: str
    full_name: str
    phone: str = ""
    email: str = ""

    @property
    def tidy(self) -> "PersonWish":
        """The same without white space that nobody meant."""
        return PersonWish(login_names.plain(self.username), *(on_one_line(getattr(self, name)) for name in FIELDS))


def faults_of(wish: PersonWish) -> dict[str, str]:
    """What does not hold about a new person; nothing is asked of the database but whether the login is free."""
    faults = faults_of_contact(wish)
    if not wish.username:
        faults["username"] = login_names.LOGIN_NEEDED
    elif not login_names.is_good(wish.username):
        faults["username"] = login_names.BAD_LOGIN
    else:
        taken = logins_like(wish.username)
        if wish.username in taken:
            free = login_names.free_name(wish.username, taken)
            whom = login_names.SOMEBODY_ELSE
            faults["username"] = login_names.TAKEN.format(name=wish.username, whom=whom, free=free)
    return faults


def logins_like(username: str) -> set[str]:
    """The login names in use that begin so."""
    known = User.objects.filter(username__istartswith=username).values_list("username", flat=True)
    return {name.lower() for name in known}


def faults_of_contact(wish: PersonWish) -> dict[str, str]:
    """What does not hold about name, phone and mail."""
    faults = {}
    if not wish.full_name:
        faults["full_name"] = NAME_NEEDED
    if set(wish.phone) - OF_A_PHONE:
        faults["phone"] = BAD_PHONE.format(text=wish.phone[:40])
    if wish.email and not _is_address(wish.email):
        faults["email"] = BAD_ADDRESS.format(text=wish.email[:60])
    return faults


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


@transaction.atomic
def enter(wish: PersonWish, role: str, unit: Unit, *, by: Actor, at: datetime) -> User:
    """A new person, entered by whoever may give the post for which they come. Raises NotAllowed or Invalid.

    Two people of one name are two rows with two logins. They cannot log in before their account is opened.
    """
    if not by.is_clock:
        checks.require(by, keeping(role), unit)
    wish = wish.tidy
    faults = faults_of(wish)
    if faults:
        raise Invalid(faults)
    user = User(**vars(wish))
    try:
        with transaction.atomic():
            user.set_unusable_password()  # nobody logs in by the name before a link is given
            recording.save(user, by=by, at=at, why="建立人员")
    except IntegrityError as clash:
        raise Invalid({"username": login_names.BAD_LOGIN}) from clash
    _note(user, "enter", "建立人员", by=by, at=at)
    return user


@transaction.atomic
def amend(
    user: User,
    *,
    full_name: str,
    phone: str,
    email: str,
    basis: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> User:
    """Another name, phone or mail address. Raises NotAllowed, Stale, or Invalid naming the fields."""
    require_may_amend(by, user)
    user = locked(User, user.pk)
    require_version(Account(user.pk, version_of(user)), version, "person", by=by)
    wish = PersonWish(user.username, full_name, phone, email).tidy
    faults = faults_of_contact(wish)
    if not on_one_line(basis):
        faults["basis"] = BASIS_NEEDED
    if faults:
        raise Invalid(faults)
    changed = [name for name in FIELDS if getattr(user, name) != getattr(wish, name)]
    if not changed:
        raise Invalid({"full_name": NOTHING_NEW})
    former = user.email
    for name in changed:
        setattr(user, name, getattr(wish, name))
    recording.save(user, by=by, at=at, why=f"更改人员信息，依据：{on_one_line(basis)}")
    _note(user, "amend", "更改人员信息", by=by, at=at)
    if "email" in changed:
        _tell_both_addresses(user, former, at=at)
    return user


@transaction.atomic
def change_email(user: User, email: str, *, by: Actor, at: datetime, version: int | None = None) -> User:
    """Another mail address of an account (更改电子邮箱), or none, by the system administrator.

    Raises NotAllowed, Stale, or Invalid.
    """
    checks.require(by, Verb.KEEP_ACCOUNTS, user)
    user = locked(User, user.pk)
    require_version(Account(user.pk, version_of(user)), version, "person", by=by)
    former, address = user.email, on_one_line(email)
    if address and not _is_address(address):
        raise Invalid({"email": BAD_ADDRESS.format(text=address[:60])})
    if address == former:
        raise Invalid({"email": NOTHING_NEW})
    user.email = address
    recording.save(user, by=by, at=at, why=f"更改电子邮箱：由“{former or NO_ADDRESS}”改为“{address or NO_ADDRESS}”")
    _note(user, "change_email", "更改电子邮箱", by=by, at=at)
    _tell_both_addresses(user, former, at=at)
    return user


def _tell_both_addresses(user: User, former: str, *, at: datetime) -> None:
    """Whoever reads the former one hears of it too; what was asked for by mail from there opens no door any more."""
    end_links(user, at=at, kind=Invitation.Kind.ASKED)
    tell(user, "您的电子邮箱已更改", at=at, former=former)


@transaction.atomic
def keep_own_phone(user: User, phone: str, *, at: datetime, version: int | None = None) -> User:
    """One's own number (本人更改电话): whoever is called knows it first. Raises Stale or Invalid."""
    user = locked(User, user.pk)
    require_version(Account(user.pk, version_of(user)), version, "person")
    number = on_one_line(phone)
    if set(number) - OF_A_PHONE or len(number) > LONGEST_PHONE:
        raise Invalid({"phone": BAD_PHONE.format(text=number[:LONGEST_PHONE])})
    if number == user.phone:
        raise Invalid({"phone": NOTHING_NEW})
    user.phone, by = number, oneself(user, at=at)
    recording.save(user, by=by, at=at, why="本人更改电话")
    _note(user, "own_phone", "本人更改电话", by=by, at=at)
    return user


def version_of(user: User) -> int:
    """How often the person was changed by somebody: a login changes the row too, and makes no page stale."""
    return StateChange.objects.filter(kind="person", object_id=user.pk).count()


def require_may_amend(by: Actor, user: User) -> None:
    """Raises NotAllowed unless the actor keeps every post of the person; of nobody's post, the office.

    Not just one of them: a unit would else turn the mail of an office's clerk, who is its liaison too, to itself.
    """
    if by.is_clock:
        return
    held = list(Post.objects.in_force(by.on).filter(user=user))
    for post in held:
        checks.require(by, keeping(post.role), post)
    if not (held or checks.can(by, Verb.KEEP_REVIEWER)):
        raise NotAllowed(MAY_NOT_AMEND)


def by_login(username: str) -> User | None:
    """The person of a login name, however it is written."""
    known: User | None = User.objects.filter(username__iexact=username).first() if username else None
    return known


def found_or_entered(wish: PersonWish, role: str, unit: Unit, *, by: Actor, at: datetime) -> User:
    """The person of this login where the name is theirs too (they come from elsewhere), else a new person.

    Of a login that belongs to somebody of another name Invalid says that it is taken.
    """
    tidy = wish.tidy
    known = by_login(tidy.username)
    if known and known.full_name == tidy.full_name:
        return known
    return enter(wish, role, unit, by=by, at=at)


def _note(user: User, act: str, label: str, *, by: Actor, at: datetime) -> None:
    if by.is_clock:
        return
    step = step_by(by, kind="person", subject=Account(user.pk, version_of(user) + 1), act=act, label=label, at=at)
    step.why = f"{user.full_name}（{user.username}）"
    step.save(force_insert=True)
