"""The second factor (动态口令): binding a phone, giving a code, and freeing whoever lost the phone."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actor import Actor
from accounts.keyed import fresh_recovery_code, fresh_seed, recovery_digests, shared_secrets, typed
from accounts.models import Post, RecoveryCode, SecondFactor, User
from accounts.second_factor import DIGITS, matching_step
from tasks_app.actions.account_steps import keep, oneself, tell
from tasks_app.actions.transition import for_update, locked
from tasks_app.domain.access import Role, Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.permissions import checks

CODES = 10
MOST_WRONG = 5
CLOSED_FOR = timedelta(minutes=15)
WRONG = "动态口令不对，或者已经用过：请等手机上换成下一个数字再输入，并核对手机的时间。"
CLOSED = "连续多次输错动态口令，已暂停 {minutes} 分钟；请到时再试，手机丢失的请用恢复码或联系管理员。"
NOT_BOUND = "该人员没有绑定动态口令，不必解除。"
NOT_BOUND_YET = "您还没有绑定动态口令，没有恢复码可以更换。"
REASON_NEEDED = "请写明理由，例如手机丢失、已当面核实身份。"


@transaction.atomic
def begin(user: User, *, at: datetime) -> SecondFactor:
    """The person's factor, made where there is none: what the phone is to scan. The same until it is bound."""
    user = locked(User, user.pk)
    return SecondFactor.objects.get_or_create(user=user, defaults={"seed": fresh_seed(), "begun_at": at})[0]


def bound(user: User) -> SecondFactor | None:
    """The factor that is asked for, None where the person has still to bind a phone."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()


@transaction.atomic
def confirm(user: User, code: str, *, at: datetime) -> list[str]:
    """Binds the phone by a code of it; returns the recovery codes, which nobody sees again. Raises Invalid, NotNow."""
    factor = _of(user)
    if factor.confirmed_at:
        raise NotNow("动态口令已经绑定，请输入手机上的数字。")
    step = matching_step(typed(code), shared_secrets(factor.seed), at=at, after=factor.last_step)
    if step is None:
        raise Invalid({"code": WRONG})
    factor.confirmed_at, factor.last_step, factor.wrong_codes, factor.closed_until = at, step, 0, None
    _save(factor)
    keep(user, "bind_factor", "绑定动态口令", by=oneself(user, at=at), at=at)
    tell(user, "您的账号绑定了动态口令", at=at)
    return _fresh_codes(factor, at)


def renew_codes(user: User, code: str, *, at: datetime) -> list[str]:
    """更换恢复码, by who still has the phone: the old ones are void. Raises Invalid like ``prove``, NotNow unbound."""
    if bound(user) is None:
        raise NotNow(NOT_BOUND_YET)
    prove(user, code, at=at)
    with transaction.atomic():
        factor = _of(user)
        keep(user, "renew_codes", "更换恢复码", by=oneself(user, at=at), at=at)
        tell(user, "您更换了恢复码，原有恢复码作废", at=at)
        return _fresh_codes(factor, at)


def prove(user: User, code: str, *, at: datetime) -> None:
    """Takes a code of the phone, or a recovery code, once. Raises Invalid where it is wrong, used, or the door closed.

    A wrong code is counted although the request is refused: hence the refusal after the transaction.
    """
    with transaction.atomic():
        fault = _tried(user, typed(code), at)
    if fault:
        raise Invalid({"code": fault})


def _tried(user: User, code: str, at: datetime) -> str:
    """What is wrong with a code; empty where it was taken."""
    factor = _of(user)
    if factor.is_closed(at):
        return _closed_words(factor, at)
    step = matching_step(code, shared_secrets(factor.seed), at=at, after=factor.last_step)
    if step is not None:
        factor.last_step = step
    elif len(code) == DIGITS or not _use_recovery(factor, code, at):
        return _count(factor, at)
    factor.wrong_codes, factor.closed_until = 0, None
    _save(factor)
    return ""


def _count(factor: SecondFactor, at: datetime) -> str:
    factor.wrong_codes += 1
    if factor.wrong_codes >= MOST_WRONG:
        factor.wrong_codes, factor.closed_until = 0, at + CLOSED_FOR
        tell(factor.user, "连续多次输错动态口令，已暂停输入 15 分钟", at=at)
    _save(factor)
    return _closed_words(factor, at) if factor.is_closed(at) else WRONG


def _closed_words(factor: SecondFactor, at: datetime) -> str:
    left = (factor.closed_until or at) - at
    return CLOSED.format(minutes=max(1, -(-int(left.total_seconds()) // 60)))


def _use_recovery(factor: SecondFactor, code: str, at: datetime) -> bool:
    unused = factor.recovery_codes.filter(used_at__isnull=True, digest__in=recovery_digests(factor.seed, code))
    if not unused.update(used_at=at):
        return False
    left = factor.recovery_codes.filter(used_at__isnull=True).count()
    keep(factor.user, "use_recovery", "使用恢复码", by=oneself(factor.user, at=at), at=at)
    tell(factor.user, f"您用恢复码登录，还剩 {left} 个", at=at)
    return True


@transaction.atomic
def reset(user: User, reason: str, *, by: Actor, at: datetime) -> User:
    """解除绑定 for who lost the phone: sessions end, the next login binds another. NotAllowed, Invalid, NotNow.

    The system administrators' own are freed by a security administrator: nobody frees themselves.
    """
    checks.require(by, verb_for(user, by=by), user)
    reason = on_one_line(reason)
    if not reason:
        raise Invalid({"reason": REASON_NEEDED})
    user = locked(User, user.pk)
    factor = for_update(SecondFactor.objects.filter(user=user, confirmed_at__isnull=False)).first()
    if factor is None:
        raise NotNow(NOT_BOUND)
    factor.seed, factor.begun_at, factor.confirmed_at, factor.last_step = fresh_seed(), at, None, 0
    factor.wrong_codes, factor.closed_until = 0, None
    _save(factor)
    _void_codes(factor, at)
    user.end_sessions()
    keep(user, "reset_factor", "解除动态口令", by=by, at=at, why=reason)
    tell(user, f"{by.own_post.get_role_display()}解除了您的动态口令绑定", at=at)
    return user


def verb_for(user: User, *, by: Actor) -> Verb:
    """Which verb frees this person: of a system administrator, today or by a post to come, it is another's."""
    over = {"ends_on__lt": by.on}
    is_keeper = Post.objects.filter(user=user, role=Role.SYSTEM_ADMIN).exclude(**over).exists()
    return Verb.RESET_ADMIN_FACTOR if is_keeper else Verb.RESET_FACTOR


def _of(user: User) -> SecondFactor:
    """The factor, locked after its person: a code is taken by one of two who bring it at once."""
    person = locked(User, user.pk)
    factor = for_update(SecondFactor.objects.filter(user=person)).get()
    factor.user = person
    return factor


def _save(factor: SecondFactor) -> None:
    factor.save()


def _fresh_codes(factor: SecondFactor, at: datetime) -> list[str]:
    _void_codes(factor, at)
    codes = [fresh_recovery_code() for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, digest=recovery_digests(factor.seed, code)[0]) for code in codes
    )
    return codes


def _void_codes(factor: SecondFactor, at: datetime) -> None:
    factor.recovery_codes.filter(used_at__isnull=True).update(used_at=at)
