"""The kinds of paper (公文种类): each is one declaration; form, checks, approval, number and words follow from it.

Adding one touches this file and one template; its passages are declared in ``paper_passages``. A circular of
criticism (通报批评) is no kind here: it needs the government's approval before anybody sees it (《政府督查工作条例》
Art. 21) and is drafted by hand.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import TextChoices

from tasks_app.domain import paper_passages as part
from tasks_app.domain.reach import Level


class PaperKind(TextChoices):
    """What the office can send or present."""

    SUPERVISION_NOTICE = "supervision_notice", "督办通知"
    SUPERVISION_LETTER = "supervision_letter", "督办函"
    REQUEST_LETTER = "request_letter", "商请函"
    INTERVIEW_NOTICE = "interview_notice", "约谈通知"
    INTERVIEW_LETTER = "interview_letter", "约谈函"
    INTERVIEW_MINUTES = "interview_minutes", "约谈纪要"
    MEMO = "memo", "呈批件"
    DISPATCH_NOTICE = "dispatch_notice", "调度通知"
    DISPATCH_LETTER = "dispatch_letter", "调度函"


class PaperForm(StrEnum):
    """Which of the layouts of GB/T 9704—2012 a paper has."""

    NOTICE = "notice"
    LETTER = "letter"
    MINUTES = "minutes"
    MEMO = "memo"


FORM_WORDS: dict[PaperForm, str] = {
    PaperForm.NOTICE: "通知",
    PaperForm.LETTER: "函",
    PaperForm.MINUTES: "纪要",
    PaperForm.MEMO: "请示",
}


class Means(TextChoices):
    """What a mandate allows (督办手段)."""

    REMIND = "remind", "提醒、调度"
    SUPERVISE = "supervise", "督办"
    CRITICISE = "criticise", "通报"
    INTERVIEW = "interview", "约谈"


class Series(TextChoices):
    """Which row of numbers a paper takes its number from; the 代字 of each is the office's setting."""

    NOTICE = "notice", "通知"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"
    MEMO = "memo", "呈批件"


class Need(StrEnum):
    """What a kind cannot do without, beyond its words."""

    GROUNDS = "grounds"  # late lines of the addressee, frozen as they stood
    LEADER_AGREES = "leader_agrees"  # a group leader agrees and names who presides
    INTERVIEW = "interview"  # it belongs to the case of an interview that was held


class Table(StrEnum):
    """Which table a template may place: what the paper is about, or the empty form its addressee fills in."""

    ISSUES = "issues"
    FORM = "form"


@dataclass(frozen=True)
class Kind:
    """One kind of paper.

    ``addressees`` are unit kinds, of which a paper addresses one class only (``classes``); none: the paper is
    presented, not sent. ``reply_days`` are working days from 签收. ``approval``: the act that lets it out, by whoever
    has its verb: 签发 by the director, 批示 by a group leader.
    """

    kind: PaperKind
    form: PaperForm
    series: Series
    template: str
    title: str
    passages: tuple[part.Passage, ...]
    approval: str = "sign"
    addressees: tuple[str, ...] = ()
    level: Level | None = None
    means: Means | None = None
    needs: frozenset[Need] = field(default_factory=frozenset)
    reply_days: int | None = None
    table: Table = Table.ISSUES

    @property
    def is_about_grounds(self) -> bool:
        """Whether it stands on late lines."""
        return Need.GROUNDS in self.needs

    @property
    def is_for_period(self) -> bool:
        """Whether it asks many units at once to report on a period (调度)."""
        return "{period}" in self.title

    @property
    def is_judgement(self) -> bool:
        """Whether it says something about a unit's work: then nobody handles it for a unit of their own."""
        return bool(self.needs)

    def needs_government_consent(self, unit_kind: str) -> bool:
        """A demand on a district states 经市政府同意, with the day and the scan of that consent."""
        return self.level is not None and unit_kind in CONSENTED


CONSENTED = ("district",)

KINDS: dict[str, Kind] = {
    one.kind.value: one
    for one in (
        Kind(
            PaperKind.SUPERVISION_NOTICE,
            PaperForm.NOTICE,
            Series.NOTICE,
            "supervision",
            "关于督促办理{matter}的通知",
            (part.OPENING, part.DEMANDS, part.CONTACT, part.PHONE),
            addressees=("department", "institution"),
            level=Level.LETTER,
            means=Means.SUPERVISE,
            needs=frozenset({Need.GROUNDS}),
            reply_days=5,
        ),
        Kind(
            PaperKind.SUPERVISION_LETTER,
            PaperForm.LETTER,
            Series.LETTER,
            "supervision",
            "关于请加快办理{matter}的函",
            (part.OPENING, part.DEMANDS, part.CONTACT, part.PHONE),
            addressees=("department", "institution", "district"),
            level=Level.LETTER,
            means=Means.SUPERVISE,
            needs=frozenset({Need.GROUNDS}),
            reply_days=5,
        ),
        Kind(
            PaperKind.REQUEST_LETTER,
            PaperForm.LETTER,
            Series.LETTER,
            "request",
            "关于商请支持推进{matter}的函",
            (part.OPENING, part.DEMANDS, part.CONTACT, part.PHONE),
            addressees=("party", "mass", "central", "company"),
            level=Level.LETTER,
            means=Means.REMIND,
            needs=frozenset({Need.GROUNDS}),
            reply_days=5,
        ),
        Kind(
            PaperKind.INTERVIEW_NOTICE,
            PaperForm.NOTICE,
            Series.NOTICE,
            "interview",
            "关于约谈{unit}的通知",
            (part.BASIS, part.MEETING_DAY, part.PLACE, part.INVITED, part.BRING, part.CONTACT, part.PHONE),
            addressees=("department", "institution"),
            level=Level.INTERVIEW,
            means=Means.INTERVIEW,
            needs=frozenset({Need.GROUNDS, Need.LEADER_AGREES}),
            reply_days=5,
        ),
        Kind(
            PaperKind.INTERVIEW_LETTER,
            PaperForm.LETTER,
            Series.LETTER,
            "interview",
            "关于约谈{unit}的函",
            (part.BASIS, part.MEETING_DAY, part.PLACE, part.INVITED, part.BRING, part.CONTACT, part.PHONE),
            addressees=("department", "institution", "district"),
            level=Level.INTERVIEW,
            means=Means.INTERVIEW,
            needs=frozenset({Need.GROUNDS, Need.LEADER_AGREES}),
            reply_days=5,
        ),
        Kind(
            PaperKind.INTERVIEW_MINUTES,
            PaperForm.MINUTES,
            Series.MINUTES,
            "minutes",
            "约谈{unit}纪要",
            (
                part.Passage("stated", "指出的问题", "请写明约谈指出的问题。", rows=5),
                part.Passage("explained", "被约谈单位说明", "请写明被约谈单位的说明；没有说明请写“无”。", rows=4),
                part.Passage("required", "会议要求", "请写明会议要求。", rows=4),
            ),
            addressees=("department", "institution", "district"),
            needs=frozenset({Need.INTERVIEW}),
        ),
        Kind(
            PaperKind.MEMO,
            PaperForm.MEMO,
            Series.MEMO,
            "memo",
            "关于{matter}有关情况的请示",
            (
                part.Passage("situation", "有关情况", "请写明有关情况。", rows=5),
                part.Passage("proposal", "拟办意见", "请写明拟办意见。", rows=4),
            ),
            approval="instruct",
            needs=frozenset({Need.GROUNDS}),
        ),
        Kind(
            PaperKind.DISPATCH_NOTICE,
            PaperForm.NOTICE,
            Series.NOTICE,
            "dispatch",
            "关于报送{period}重点任务进展情况的通知",
            (part.DUE, part.CONTACT, part.PHONE),
            addressees=("department", "institution"),
            means=Means.REMIND,
            table=Table.FORM,
        ),
        Kind(
            PaperKind.DISPATCH_LETTER,
            PaperForm.LETTER,
            Series.LETTER,
            "dispatch",
            "关于商请报送{period}重点任务进展情况的函",
            (part.DUE, part.CONTACT, part.PHONE),
            addressees=("department", "institution", "district", "party", "mass", "central", "company"),
            means=Means.REMIND,
            table=Table.FORM,
        ),
    )
}
