"""Is the clock well (时钟是否正常)? What /healthz answers and what the banner of administrators and the office says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from tasks_app.models import FileAlarm, Heartbeat, Message, MessageState, Outgoing, Paper, PolicyVersion
from tasks_app.models.counting import counted, in_words
from tasks_app.models.heartbeat import SILENT_AFTER

SWEEP, DELIVERY, COMPARISON = "sweep", "deliver", "compare_clock"
SILENT = "{jobs}没有成功运行，提醒、催办和邮件可能延误，请检查后台作业。"
BRAKED = "巡检已制动：单次触发超过上限，请由办公室负责人核对后解除。"
DISAGREES = "时钟核对发现问题：{trouble}。请联系系统管理员。"
UNDELIVERED = "{count} 封邮件未送达，收件人可能没有看到提醒；原因见“督办—时钟—未送达”。"
UNWHOLE = "{count} 个文件缺失或内容改变，已停止下载，须从备份恢复；见“设置与审计—文件告警”。"
UNRENDERED = "有公文未能生成文件，公文页面写明原因，请联系系统管理员检查后台作业。"
HELD = "外发已暂停：{why}。通知照常写入收件箱，邮件等待恢复后发出。"


# A mail that was tried and has not left by then is amiss, though it is tried again; one that was given up stays in the
# banner for a week, and on the page of what failed for ever.
OVERDUE = timedelta(hours=1)
ALARMED_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Job:
    """A job whose silence somebody has to see. ``may_be_new``: in a new house it has not had its turn yet."""

    name: str
    label: str
    silent_after: timedelta
    silence: str
    may_be_new: bool = False


# The comparison rings once an hour: two missed rings are silence.
JOBS = (
    Job(SWEEP, "督办巡检", SILENT_AFTER, "5 分钟"),
    Job(DELIVERY, "外发", SILENT_AFTER, "5 分钟"),
    Job(COMPARISON, "时钟核对", timedelta(hours=2), "2 小时", may_be_new=True),
)


@dataclass(frozen=True)
class ClockHealth:
    """What is known of the clock at a moment. ``held_why`` is None while messages leave."""

    silent: tuple[Job, ...]
    is_braked: bool
    trouble: str
    held_why: str | None = None
    undelivered: int = 0
    lacks_files: bool = False
    broken_files: int = 0

    @property
    def is_well(self) -> bool:
        """Whether nothing is amiss. That somebody holds outgoing messages is shown, and is no fault."""
        amiss = self.is_braked or self.undelivered or self.lacks_files or self.broken_files
        return not (self.silent or self.trouble or amiss)

    @property
    def banner(self) -> tuple[str, ...]:
        """The sentences of the banner; none while all is well. A sweep that is braked is silent for that reason."""
        mute = [job for job in self.silent if not (self.is_braked and job.name == SWEEP)]
        jobs = "、".join(f"{job.label}已超过 {job.silence}" for job in mute)
        said = (
            BRAKED if self.is_braked else "",
            SILENT.format(jobs=jobs) if jobs else "",
            DISAGREES.format(trouble=self.trouble) if self.trouble else "",
            UNDELIVERED.format(count=in_words(self.undelivered)) if self.undelivered else "",
            UNRENDERED if self.lacks_files else "",
            UNWHOLE.format(count=in_words(self.broken_files)) if self.broken_files else "",
            HELD.format(why=self.held_why.rstrip("。")) if self.held_why is not None else "",
        )
        return tuple(sentence for sentence in said if sentence)


def silent_jobs(beats: Mapping[str, datetime | None], up_since: datetime | None, at: datetime) -> tuple[Job, ...]:
    """The jobs that did not succeed for too long, or never did.

    One that may be new counts as silent only when the house has been up (the first policy in force) for as long.
    """
    return tuple(job for job in JOBS if _is_silent(job, beats.get(job.name), up_since, at))


def _is_silent(job: Job, beaten_at: datetime | None, up_since: datetime | None, at: datetime) -> bool:
    if beaten_at is not None:
        return Heartbeat(beaten_at=beaten_at).is_silent(at, after=job.silent_after)
    return not job.may_be_new or (up_since is not None and at - up_since > job.silent_after)


def first_policies() -> "QuerySet[PolicyVersion]":
    """The first one says since when the house is up: before it there was nothing to do or to compare."""
    return PolicyVersion.objects.order_by("put_in_force_at")


def undelivered(at: datetime) -> "QuerySet[Message]":
    """Mail that reached nobody: given up, or put back after a try and still here.

    What was put back waits until later than the moment it was made at, also where no try was counted because the
    server was away. What has no address is trouble of another kind, and told to nobody's alarm.
    """
    given_up = Q(state=MessageState.FAILED, at__gte=at - ALARMED_FOR)
    put_back = Q(state=MessageState.WAITING, at__lt=at - OVERDUE, try_after__gt=F("at"))
    return Message.objects.filter(given_up | put_back)


def unrendered_papers() -> "QuerySet[Paper]":
    """The papers of which no file could be made."""
    return Paper.objects.filter(content__isnull=True).exclude(render_fault="")


def broken_files() -> "QuerySet[FileAlarm]":
    """Alarms about stored bytes that are not whole again."""
    return FileAlarm.objects.open()


def clock_health(at: datetime) -> ClockHealth:
    """Six queries."""
    beats = {row.name: row for row in Heartbeat.objects.filter(name__in=[job.name for job in JOBS])}
    first = first_policies().first()
    switch = Outgoing.objects.first() or Outgoing()
    beaten = {name: row.beaten_at for name, row in beats.items()}
    return ClockHealth(
        silent=silent_jobs(beaten, first.put_in_force_at if first else None, at),
        is_braked=switch.braked_at is not None,
        trouble=beats[COMPARISON].trouble if COMPARISON in beats else "",
        held_why=switch.why if switch.held else None,
        undelivered=counted(undelivered(at)),
        lacks_files=unrendered_papers().exists(),
        broken_files=counted(broken_files()),
    )
