"""Notices (通知): decided once, recorded once, shown once; mailed at least once under one identity."""

from functools import reduce
from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Unit, User
from tasks_app.domain.topics import NOT_MAILED
from tasks_app.models.obligation import Obligation


class Channel(models.TextChoices):
    """Ways out of the house. The inbox needs none: it shows the notices themselves."""

    EMAIL = "email", "电子邮件"


class NotificationQuerySet(models.QuerySet):
    """Questions about notices."""

    def unread(self) -> Self:
        """Not yet read, and not retracted."""
        return self.filter(read_at__isnull=True, retracted_at__isnull=True)

    def unsent(self) -> Self:
        """Not yet part of any message, and not retracted. What was decided is no 待办: the inbox shows it, no mail."""
        waiting = self.filter(message__isnull=True, retracted_at__isnull=True)
        return reduce(lambda rows, about: rows.exclude(topic__startswith=about), NOT_MAILED, waiting)


class Notification(models.Model):
    """One notice to one person, with the reason why it came. The inbox shows these rows.

    What the clock tells hangs on a row of the ledger; all else has a ``topic`` (``comment:17``, ``extension:4``), and
    the ``unit`` as whose people they hear it, where it is the unit that hears.
    """

    recipient = models.ForeignKey(
        User, models.PROTECT, related_name="notifications", verbose_name="收件人", db_index=False
    )
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, null=True, blank=True, related_name="notifications", verbose_name="督办记录"
    )
    topic = models.CharField("事由", max_length=80, blank=True, default="", db_default="")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="告知单位", db_index=False
    )
    title = models.CharField("标题", max_length=200)
    asked = models.TextField("要求")
    because = models.CharField("缘由", max_length=300)
    address = models.CharField("链接", max_length=200)
    due_on = models.DateField("到期日", null=True, blank=True)
    urgent = models.BooleanField("即时", default=False)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    retracted_at = models.DateTimeField("撤回时间", null=True, blank=True)
    retracted_why = models.CharField("撤回理由", max_length=300, blank=True)
    message = models.ForeignKey(
        "Message",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name="消息",
        db_index=False,
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["recipient", "-at", "-id"], name="notification_inbox"),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at__isnull=True, retracted_at__isnull=True),
                name="notification_unread",
            ),
            models.Index(
                fields=["recipient", "id"],
                condition=Q(message__isnull=True, retracted_at__isnull=True),
                name="notification_unsent",
            ),
            models.Index(fields=["message"], condition=Q(message__isnull=False), name="notification_of_message"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "obligation"], name="notification_once"),
            models.UniqueConstraint(
                fields=["recipient", "topic"], condition=~Q(topic=""), name="notification_once_a_topic"
            ),
            models.CheckConstraint(
                condition=Q(obligation__isnull=False, topic="", unit__isnull=True)
                | (Q(obligation__isnull=True) & ~Q(topic="")),
                name="notification_of_the_clock_or_of_a_topic",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MessageState(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"
    UNREACHABLE = "unreachable", "无可用地址"
    RETRACTED = "retracted", "已撤回"


class Message(models.Model):
    """What leaves the house for one person: the day's digest, or what is urgent. One Message-ID for ever."""

    recipient = models.ForeignKey(User, models.PROTECT, related_name="messages", verbose_name="收件人")
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    slot = models.CharField("时段", max_length=40)
    # Empty where it goes to the person's address of the moment; else the former one, whose reader has to hear of it.
    address = models.EmailField("收件地址", blank=True, default="", db_default="")
    subject = models.CharField("主题", max_length=120)
    body = models.TextField("正文")
    message_id = models.CharField("消息标识", max_length=120, unique=True)
    state = models.CharField("状态", max_length=12, choices=MessageState, default=MessageState.WAITING)
    at = models.DateTimeField("生成时间")
    try_after = models.DateTimeField("最早发送时间")
    lease = models.UUIDField("占用标识", null=True, blank=True)
    leased_until = models.DateTimeField("占用至", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("尝试次数", default=0)
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["try_after", "id"],
                condition=Q(state__in=[MessageState.WAITING, MessageState.SENDING]),
                name="message_to_send",
            ),
            models.Index(fields=["lease"], condition=Q(lease__isnull=False), name="message_leased"),
            models.Index(fields=["at"], condition=Q(state=MessageState.FAILED), name="message_failed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "channel", "slot"], name="message_once_a_slot"),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
                name="message_sent_at",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Attempt(models.Model):
    """One try to send a message, and what the other side said. Append-only."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="attempts", verbose_name="消息")
    at = models.DateTimeField("时间")
    outcome = models.CharField("结果", max_length=20)
    detail = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "发送记录"
        verbose_name_plural = "发送记录"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.outcome


class Outgoing(models.Model):
    """Whether messages may leave (one row). A restored backup starts held; too many firings pull the brake."""

    held = models.BooleanField("暂停外发", default=False)
    why = models.CharField("理由", max_length=200, blank=True)
    brake_at = models.PositiveIntegerField("单次巡检上限", default=2000)
    braked_at = models.DateTimeField("巡检制动时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "外发开关"
        verbose_name_plural = "外发开关"

    def __str__(self) -> str:
        return "暂停" if self.held else "正常"

    @classmethod
    def is_held(cls) -> bool:
        """Whether nothing may leave the house now."""
        return cls._default_manager.filter(held=True).exists()

    @classmethod
    def is_braked(cls) -> bool:
        """Whether the sweep waits for a person who looks at what it was about to send."""
        return cls._default_manager.filter(braked_at__isnull=False).exists()
