"""A person who can log in. Users are switched off, never deleted: the history points at them for ever."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.crypto import salted_hmac
from simple_history.models import HistoricalRecords


class Undeletable(Exception):
    """Somebody tried to delete a row that history stands on."""


class UserQuerySet(models.QuerySet):
    """People, and the refusal to lose any of them."""

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Undeletable("users are deactivated, never deleted")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Finds users; a new one is saved like every row, and there are no superusers in this house."""


class User(AbstractBaseUser, PermissionsMixin):
    """One person (用户). What the person may do follows from posts, never from flags or groups on this row."""

    username = models.CharField(
        "登录名",
        max_length=64,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "该登录名已被使用，请换一个。"},
    )
    full_name = models.CharField("姓名", max_length=64)
    phone = models.CharField("办公电话", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    session_round = models.PositiveIntegerField("登录轮次", default=0)
    joined_at = models.DateTimeField("建立时间", auto_now_add=True)
    # A column that changes at each login would fill the history with rows nobody decided.
    last_login = None

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "session_round"])

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="user_never_superuser"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def can_be_mailed(self) -> bool:
        """Whether mail to this person has an address, and somebody who may read it."""
        return bool(self.email and self.is_active)

    def end_sessions(self) -> None:
        """Every session of this person is over with the next click; not stored yet."""
        self.session_round += 1

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must know to stay open: the password, as always in Django, and the round."""
        known = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        if not self.session_round:
            return str(known)
        return salted_hmac("carbonpeak.accounts.session", f"{known}{self.session_round}", secret=secret).hexdigest()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Undeletable("users are deactivated, never deleted")
