"""Where the same bytes are used (同一文件): by whoever looks, only among what that person may see anyway."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.urls import reverse

from accounts.actor import Actor
from tasks_app.domain.access import Verb, rights_of
from tasks_app.models import (
    Evidence,
    Extension,
    ExtensionSheet,
    FileAlarm,
    InstructionReply,
    InstructionSheet,
    LineCase,
    LineCaseSheet,
    Mandate,
    PaperFile,
    ProgressReport,
    TalkFile,
)

SHOWN = 200


@dataclass(frozen=True)
class Use:
    """One place where a file hangs: what that is, whose, and where it is read."""

    what: str
    unit: str
    url: str


def uses_of(blobs: Collection[int], actor: Actor) -> dict[int, list[Use]]:
    """For these bytes every place that the reader may see, in the order of rooms. At most eight queries."""
    found: defaultdict[int, list[Use]] = defaultdict(list)
    for blob, use in _uses_of(blobs, actor) if blobs else ():
        found[blob].append(use)
    return dict(found)


def _uses_of(blobs: Collection[int], actor: Actor) -> Iterator[tuple[int, Use]]:
    for file in _evidence(actor).filter(blob__in=blobs).order_by("added_at", "id"):
        yield file.blob_id, _of_evidence(file)
    papers = PaperFile.objects.visible_to(actor).filter(blob__in=blobs).select_related("paper")
    for kept in papers.order_by("added_at", "id"):
        yield kept.blob_id, Use(f"公文附件（{kept.get_kind_display()}）", "", _url_of_paper(kept, actor))
    asked = ExtensionSheet.objects.filter(scan__in=blobs, extension__in=Extension.objects.visible_to(actor))
    for sheet in asked.select_related("extension__line"):
        url = reverse("extension", args=[sheet.extension_id])
        yield sheet.scan_id, Use("延期签批件", sheet.extension.line.unit_name, url)
    yield from _uses_in_cases(blobs, actor)
    yield from _uses_in_talk(blobs, actor)
    yield from _uses_by_the_office(blobs, actor)


def _uses_in_cases(blobs: Collection[int], actor: Actor) -> Iterator[tuple[int, Use]]:
    cases = LineCase.objects.visible_to(actor).select_related("line")
    for case in cases.filter(letter__in=blobs):
        if case.letter_id:
            yield case.letter_id, Use("交办异议来函", case.line.unit_name, reverse("line_case", args=[case.pk]))
    for sheet in LineCaseSheet.objects.filter(scan__in=blobs, case__in=cases).select_related("case__line"):
        url = reverse("line_case", args=[sheet.case_id])
        yield sheet.scan_id, Use("事项变更签批件", sheet.case.line.unit_name, url)


def _uses_in_talk(blobs: Collection[int], actor: Actor) -> Iterator[tuple[int, Use]]:
    files = TalkFile.objects.visible_to(actor).filter(blob__in=blobs).select_related("comment", "reply__instruction")
    for file in files:
        if file.comment:
            url = f"{reverse('item', args=[file.comment.work_item_id])}#comment-{file.comment.pk}"
            yield file.blob_id, Use("留言附件", file.comment.unit_name, url)
        elif file.reply:
            url = f"{reverse('item', args=[file.reply.instruction.work_item_id])}#instruction-{file.reply.pk}"
            yield file.blob_id, Use("批示答复附件", file.reply.unit_name, url)


def _uses_by_the_office(blobs: Collection[int], actor: Actor) -> Iterator[tuple[int, Use]]:
    if rights_of(actor.role, Verb.SUPERVISE):
        seen = InstructionReply.objects.visible_to(actor).values("instruction")
        sheets = InstructionSheet.objects.filter(scan__in=blobs, instruction__in=seen)
        for signed in sheets.select_related("instruction"):
            yield signed.scan_id, Use("批示件", "", reverse("item", args=[signed.instruction.work_item_id]))
    if rights_of(actor.role, Verb.SEE_REGISTER):
        for mandate in Mandate.objects.filter(scan__in=blobs):
            if mandate.scan_id:
                yield mandate.scan_id, Use(f"授权依据：{mandate}", "", reverse("mandates"))


def used_elsewhere(report: ProgressReport, files: Sequence[Evidence], actor: Actor) -> dict[int, list[Use]]:
    """For the blob of each file the reports besides this one that the reader may see. One query, none without files."""
    found: defaultdict[int, list[Use]] = defaultdict(list)
    if files:
        others = _evidence(actor).filter(blob__in={file.blob_id for file in files}).exclude(report=report)
        for file in others.order_by("added_at", "id"):
            found[file.blob_id].append(_of_evidence(file))
    return dict(found)


def file_alarms() -> list[FileAlarm]:
    """Alarms that are open, the latest first, and then the last that are over; each with its bytes."""
    alarms = FileAlarm.objects.select_related("blob").order_by(
        F("healed_at").desc(nulls_first=True), "-found_at", "-id"
    )
    return list(alarms[:SHOWN])


def _evidence(actor: Actor) -> "QuerySet[Evidence]":
    seen: QuerySet[Evidence] = Evidence.objects.visible_to(actor).select_related("report__line", "report__period")
    return seen


def _of_evidence(file: Evidence) -> Use:
    report = file.report
    name = f"{report.period.name}进展" if report.period else report.get_kind_display()
    return Use(name, report.line.unit_name, reverse("report", args=[report.pk]))


def _url_of_paper(file: PaperFile, actor: Actor) -> str:
    if rights_of(actor.role, Verb.SEE_REGISTER):
        return reverse("paper", args=[file.paper_id])
    return reverse("received")
