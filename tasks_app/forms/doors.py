"""Forms at the doors of the house: passwords, codes, a forgotten name, a new account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.forms import LONGEST_NAME, PASSWORD_LIMIT
from accounts.models import User
from accounts.passwords import NULL
from tasks_app.forms.fields import CleanTextField

LONGEST_CODE = 60
TWICE = "两次填写的新密码不一样，请重新填写。"
RULES = "至少 10 个字符，不能全是数字，不要用常见密码，也不要与登录名、邮箱相近。"
SAME = "新密码与原密码相同，请换一个。"
WRONG_NAME = "登录名只能用汉字、字母、数字和 @ . + - _，不含空格。"
WRONG_MAIL = "请填写完整的电子邮箱，例如 wang@example.gov.cn，或者留空。"


def _password(label: str, required: str, autocomplete: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=PASSWORD_LIMIT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        help_text=hint,
        error_messages={
            "required": required,
            "max_length": f"密码最多 {PASSWORD_LIMIT} 个字符。",
            "null_characters_not_allowed": NULL,
        },
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = _password("新密码", "请填写新密码。", "new-password", RULES)
    again = _password("再填一次新密码", "请再填一次新密码。", "new-password")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        """``user``: whose password it is, for it must not resemble their name."""
        super().__init__(*args, **options)
        self.user = user

    def clean_password(self) -> str:
        """The password, by the rules of the settings."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Both times the same."""
        told: dict[str, Any] = super().clean() or {}
        if "password" in told and "again" in told and told["password"] != told["again"]:
            self.add_error("again", TWICE)
        return told


class ChangePasswordForm(NewPasswordForm):
    """A new password, by whoever knows the old one; whether it is right, the page asks."""

    old = _password("原密码", "请填写原密码。", "current-password")
    field_order = ("old", "password", "again")

    def clean(self) -> dict[str, Any]:
        """Another than the old one."""
        told = super().clean()
        if told.get("old") and told.get("old") == told.get("password"):
            self.add_error("password", SAME)
        return told


class LinkCodeForm(forms.Form):
    """The code of a link that was handed over on paper."""

    code = CleanTextField(
        label="激活码",
        max_length=LONGEST_CODE,
        required="请填写激活码。",
        help_text="管理员交给您的 20 位字母和数字，大小写和短横不限。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ForgottenForm(forms.Form):
    """Whose password is forgotten."""

    username = forms.CharField(
        label="登录名",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={
            "required": "请填写登录名。",
            "max_length": f"登录名最多 {LONGEST_NAME} 个字符。",
            "null_characters_not_allowed": NULL,
        },
    )


class CodeForm(forms.Form):
    """The code of this moment, or a recovery code."""

    code = CleanTextField(
        label="动态口令",
        max_length=LONGEST_CODE,
        required="请填写手机上的 6 位数字。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "class": "short"}),
    )


def address_or_none(email: str) -> str:
    """A mail address that can be one, or none. Raises ValidationError."""
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError(WRONG_MAIL) from None
    return email


class PhoneForm(forms.Form):
    """One's own number."""

    phone = CleanTextField(
        label="办公电话或手机",
        max_length=40,
        help_text="办公室和各单位按此联系您；不填写则不显示。",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class EmailForm(forms.Form):
    """Another mail address of an account, or none."""

    email = CleanTextField(
        label="电子邮箱", max_length=254, help_text="更改后，原邮箱和新邮箱都会收到提示；不填写则不再发送邮件。"
    )

    def clean_email(self) -> str:
        """An address, or none."""
        return address_or_none(self.cleaned_data["email"])


class AccountForm(forms.Form):
    """A new account. Its login name stays for good."""

    username = CleanTextField(
        label="登录名", max_length=LONGEST_NAME, required="请填写登录名。", help_text="建立后不能更改，例如姓名全拼。"
    )
    full_name = CleanTextField(label="姓名", max_length=64, required="请填写姓名。")
    phone = CleanTextField(label="办公电话", max_length=40)
    email = CleanTextField(
        label="电子邮箱", max_length=254, help_text="有邮箱的，链接同时发到邮箱，本人忘记密码时也可以自行重设。"
    )

    def clean_username(self) -> str:
        """A name that can be typed, normalised as at the login."""
        name: str = User.normalize_username(self.cleaned_data["username"])
        try:
            for validator in User._meta.get_field("username").validators:
                validator(name)
        except ValidationError:
            raise ValidationError(WRONG_NAME) from None
        return name

    def clean_email(self) -> str:
        """An address, or none."""
        return address_or_none(self.cleaned_data["email"])

    def account(self) -> User:
        """The account that is meant, not stored yet."""
        return User(**self.cleaned_data)
