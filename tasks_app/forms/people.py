"""Forms of people and posts: who, in which post, from when to when, in whose place, on what ground (依据)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from accounts.models import Post, PostKind, Role, Unit, User
from tasks_app.actions.people import PersonWish
from tasks_app.actions.posts import PostWish
from tasks_app.domain import posts as words
from tasks_app.domain.posts import COUNTERSIGNED
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.forms.units import CHOOSE

NEW_PERSON = "新人员（在下面填写姓名和登录名）"
BASIS_HINT = "写明任职文件、会议纪要或单位来函的名称和文号。"
LAST_DAY_HINT = "填今天的，今天过后失去权限；填昨天或以前的，立即失去权限。"
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


class PersonChoice(forms.ModelChoiceField):
    """People, by name and login: two of one name are told apart."""

    def label_from_instance(self, obj: Any) -> str:
        """How a person is shown."""
        return f"{obj.full_name}（{obj.username}）"


class PostChoice(forms.ModelChoiceField):
    """Posts of a unit, by their holders."""

    def label_from_instance(self, obj: Any) -> str:
        """How a post is shown: 王晓，联络员."""
        return f"{obj.user.full_name}，{obj.get_role_display()}"


def people_of(unit: Unit) -> Any:
    """Everybody who holds or held a post there and can still log in."""
    return User.objects.filter(is_active=True, posts__unit=unit).distinct().order_by("full_name", "id")


def _basis() -> CleanTextField:
    return CleanTextField(label="依据", max_length=200, required=words.BASIS_NEEDED, help_text=BASIS_HINT)


class ContactForm(forms.Form):
    """How to reach a person."""

    full_name = CleanTextField(label="姓名", max_length=64, required="请填写姓名。")
    phone = CleanTextField(label="办公电话", max_length=40)
    email = CleanTextField(label="电子邮箱", max_length=254)
    basis = _basis()


class WhoForm(forms.Form):
    """Somebody known to the unit, or somebody new."""

    user = PersonChoice(
        User.objects.none(), label="人员", required=False, empty_label=NEW_PERSON, error_messages=CHOOSE
    )
    full_name = CleanTextField(label="姓名", max_length=64)
    username = CleanTextField(
        label="登录名",
        max_length=64,
        help_text="小写字母开头，由小写字母、数字、点、横线组成；已有账号的人员填写其姓名和登录名。",
    )
    phone = CleanTextField(label="办公电话", max_length=40)
    email = CleanTextField(label="电子邮箱", max_length=254)

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit = unit
        self.fields["user"].queryset = people_of(unit)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody has to be named."""
        data = super().clean() or {}
        if not data.get("user") and not (data.get("full_name") and data.get("username")) and not self.errors:
            self.add_error("user", words.PERSON_NEEDED)
        return data

    def person(self) -> PersonWish:
        """The person as typed."""
        data = self.cleaned_data
        return PersonWish(data["username"], data["full_name"], data["phone"], data["email"])


class SucceedForm(WhoForm):
    """Another person takes a post over from a day on."""

    starts_on = DayField(label="接任日期", help_text="原任职在前一天结束；填今天的，原任职人员立即失去权限。")
    basis = _basis()


class PostForm(WhoForm):
    """A post: of whom, as what, from when to when. ``roles`` are those that may be given here by whoever asks."""

    role = forms.ChoiceField(label="角色", error_messages=CHOOSE)
    kind = forms.ChoiceField(label="任职方式", choices=PostKind.choices, error_messages=CHOOSE)
    acting_for = PersonChoice(
        User.objects.none(),
        label="代理或受委托的，为谁",
        required=False,
        empty_label="不是代理或委托",
        error_messages=CHOOSE,
    )
    starts_on = DayField(label="起始日")
    ends_on = DayField(label="截止日", required=False, help_text="代理、委托和审计查阅须填写。")
    scope_year = forms.IntegerField(
        label="查阅年度",
        required=False,
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
        help_text="只有审计查阅须填写。",
        error_messages={"invalid": "请填写年份，例如 2026。"},
    )
    basis = _basis()
    field_order = ("role", "user", "full_name", "username", "phone", "email", "kind", "acting_for")

    def __init__(self, *args: Any, roles: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(role, Role(role).label) for role in roles]
        self.fields["role"].choices = known  # type: ignore[attr-defined]
        self.fields["acting_for"].queryset = people_of(self.unit)  # type: ignore[attr-defined]
        if Role.AUDITOR not in dict(known):
            del self.fields["scope_year"]

    def wish(self, user: User) -> PostWish:
        """The post that is wished for, of this person."""
        data = self.cleaned_data
        return PostWish(
            user,
            self.unit,
            data["role"],
            data["starts_on"],
            data["ends_on"],
            data["kind"],
            data["acting_for"],
            data.get("scope_year"),
            data["basis"],
        )

    @property
    def needs_countersign(self) -> bool:
        """Whether a second administrator has to agree."""
        return self.cleaned_data["role"] in COUNTERSIGNED


class EndPostForm(forms.Form):
    """离任: the last day of a post."""

    last_day = DayField(label="最后一天", help_text=LAST_DAY_HINT)
    basis = _basis()


class LeaveForm(forms.Form):
    """休假: from when to when, and who stands in."""

    starts_on = DayField(label="起始日")
    ends_on = DayField(label="截止日")
    stand_in = PersonChoice(
        User.objects.none(),
        label="代班人",
        required=False,
        empty_label="无人代班",
        help_text="同一单位的同类职务人员；休假期间的通知同时发给代班人。",
        error_messages=CHOOSE,
    )
    basis = _basis()

    def __init__(self, *args: Any, colleagues: Iterable[User] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        known = [user.pk for user in colleagues]
        self.fields["stand_in"].queryset = User.objects.filter(pk__in=known).order_by("full_name", "id")  # type: ignore[attr-defined]


class EndLeaveForm(forms.Form):
    """销假: the last day away."""

    last_day = DayField(label="休假最后一天", help_text="还没有开始休假的，填起始日以前的日期即取消。")
    basis = _basis()


class HandoverForm(forms.Form):
    """Who takes the work over."""

    to = PostChoice(
        Post.objects.none(),
        label="接手人",
        empty_label="请选择",
        error_messages={**CHOOSE, "required": CHOOSE["required"]},
    )

    def __init__(self, *args: Any, successors: Iterable[Post] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        known = [post.pk for post in successors]
        self.fields["to"].queryset = Post.objects.filter(pk__in=known).select_related("user")  # type: ignore[attr-defined]


def today_and_on(day: date) -> dict[str, date]:
    """What day fields begin with."""
    return {"starts_on": day, "last_day": day, "ends_on": day}
