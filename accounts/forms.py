"""Logging in, in sentences a clerk understands."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from accounts.passwords import NULL

PASSWORD_LIMIT = 256
LONGEST_NAME = 64


class LoginForm(AuthenticationForm):
    """Login name and password. Both errors read the same, so that nobody learns which names exist."""

    username = forms.CharField(
        label="登录名",
        max_length=LONGEST_NAME,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": "请填写登录名。", "null_characters_not_allowed": NULL},
    )
    password = forms.CharField(
        label="密码",
        max_length=PASSWORD_LIMIT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写密码。", "null_characters_not_allowed": NULL},
    )

    error_messages = {
        "invalid_login": "登录名或密码不对，请核对后再试；忘记密码的，可在下方申请重设，或联系系统管理员。",
        "inactive": "登录名或密码不对，请核对后再试；忘记密码的，可在下方申请重设，或联系系统管理员。",
    }
