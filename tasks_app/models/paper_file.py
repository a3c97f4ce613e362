"""Files of papers (公文附件) and decisions about papers that were taken on paper (线下签批)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.domain.access import Verb, rights_of, sees_all
from tasks_app.models.evidence import Blob, SignedOnPaper
from tasks_app.models.paper import Paper
from tasks_app.models.paper_service import PaperService


class PaperFileQuerySet(models.QuerySet):
    """Questions about files of papers."""

    def visible_to(self, actor: Actor) -> Self:
        """What was signed inside stays with the office and the leaders; a unit's own files are its own besides."""
        if sees_all(actor.role, Verb.SEE_PAPER):
            seen = self.filter(paper__in=Paper.objects.visible_to(actor))
            inner = rights_of(actor.role, Verb.READ_EVIDENCE)
            return seen if inner else seen.exclude(kind__in=PaperFile.INNER)
        own = PaperService.objects.visible_to(actor)
        sent = Q(kind=PaperFile.Kind.SEALED, service__isnull=True, paper__services__in=own)
        return self.filter(sent | Q(service__in=own)).exclude(kind__in=PaperFile.INNER).distinct()


class PaperFile(models.Model):
    """A file of a paper: what was signed, stamped or consented to, and what an addressee sent back."""

    class Kind(models.TextChoices):
        """What the file is for."""

        SHEET = "sheet", "签批件"
        SEALED = "sealed", "盖章扫描件"
        CONSENT = "consent", "市政府同意件"
        RECEIPT = "receipt", "送达回执"
        REPLY = "reply", "答复附件"
        RECTIFICATION = "rectification", "整改材料"

    INNER = (Kind.SHEET, Kind.CONSENT)

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files", verbose_name="公文")
    service = models.ForeignKey(
        PaperService, models.PROTECT, null=True, blank=True, related_name="files", verbose_name="送达"
    )
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="内容")
    kind = models.CharField("用途", max_length=16, choices=Kind)
    name = models.CharField("文件名", max_length=255)
    added_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间")

    objects = PaperFileQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "公文附件"
        verbose_name_plural = "公文附件"
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name


class PaperSheet(SignedOnPaper):
    """A decision about a paper taken on paper (线下签批). Append-only.

    ``signer_user`` is who signed, where that person has an account; others stand by their name alone.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="sheets", verbose_name="公文")
    signer_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签批人账号"
    )
    scan = models.ForeignKey(PaperFile, models.PROTECT, related_name="+", verbose_name="签批件")

    class Meta(SignedOnPaper.Meta):
        verbose_name = "公文线下签批"
        verbose_name_plural = "公文线下签批"
