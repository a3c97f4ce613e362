"""One unit follows another (机构沿革). Believed successions stay proposed until the office confirms them."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models.post import Post
from accounts.models.unit import Unit, UnitKind

TAKEN_BACK = "已撤回"


class UnitSuccession(models.Model):
    """A unit changes its name, merges or splits on a day; no paper goes to a name with a proposed end.

    ``proposed_by`` is empty where an import believed it. A renamed unit is its own ``successor``.
    """

    class Change(models.TextChoices):
        """What happened to the unit."""

        RENAMED = "renamed", "更名"
        MERGED = "merged", "并入"
        SPLIT = "split", "拆分"
        ABOLISHED = "abolished", "撤销"

    class State(models.TextChoices):
        """What the office found; the machine is ``tasks_app.domain.succession_states``."""

        PROPOSED = "proposed", "待确认"
        CONFIRMED = "confirmed", "已确认"
        WITHDRAWN = "withdrawn", "不予确认"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name="原单位")
    successor = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="承继单位"
    )
    successor_name = models.CharField("承继名称", max_length=120)
    successor_kind = models.CharField("承继单位类别", max_length=16, choices=UnitKind)
    change = models.CharField("变动", max_length=16, choices=Change)
    on = models.DateField("日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    proposed_at = models.DateTimeField("登记时间", null=True, blank=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人")
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    reason = models.CharField("不予确认的理由", max_length=500, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "机构沿革"
        verbose_name_plural = "机构沿革"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(on__isnull=False, successor__isnull=False),
                name="succession_confirmed_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_on__isnull=False)
                | (~Q(state="confirmed") & Q(confirmed_on__isnull=True)),
                name="succession_confirmed_on",
            ),
            models.UniqueConstraint(
                fields=["unit", "successor_name"], condition=Q(state="proposed"), name="succession_proposed_once"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{act}_at__isnull": True, f"{act}_by__isnull": True})
                    | Q(**{f"{act}_at__isnull": False, f"{act}_by__isnull": False}),
                    name=f"succession_{act}_by_and_at",
                )
                for act in ("proposed", "decided")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.successor_name}"

    @property
    def in_words(self) -> str:
        """What happens to the unit: 更名为“市数据局”."""
        return IN_WORDS[self.change].format(name=self.successor_name)

    @property
    def is_proposed(self) -> bool:
        """Believed, but not yet confirmed by the office."""
        return self.state == self.State.PROPOSED

    @property
    def standing(self) -> str:
        """The state in words; what was taken back by whoever entered it (撤回) was refused by nobody."""
        by, entered = self.decided_by, self.proposed_by
        is_own = self.state == self.State.WITHDRAWN and by and entered and by.user_id == entered.user_id
        return TAKEN_BACK if is_own else self.get_state_display()

    @property
    def ends_unit(self) -> bool:
        """Whether the unit itself goes, and not only its name."""
        return self.change != self.Change.RENAMED


IN_WORDS: dict[str, str] = {
    UnitSuccession.Change.RENAMED: "更名为“{name}”",
    UnitSuccession.Change.MERGED: "并入“{name}”",
    UnitSuccession.Change.SPLIT: "拆分出“{name}”",
    UnitSuccession.Change.ABOLISHED: "撤销，职责划入“{name}”",
}
