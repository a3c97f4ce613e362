"""Files (附件): content-addressed bytes, what they prove, and sheets that leaders signed on paper."""

from typing import Self

from django.db import models
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.domain.uploads import media_type_of
from tasks_app.models.report import ProgressReport


class Blob(models.Model):
    """Bytes under their SHA-256, never changed in place. Append-only."""

    sha256 = models.CharField("校验值", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("类型", max_length=100)

    class Meta:
        verbose_name = "文件内容"
        verbose_name_plural = "文件内容"

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> str:
        """Where the bytes lie below MEDIA_ROOT."""
        return f"blobs/{self.sha256[:2]}/{self.sha256}"


class EvidenceQuerySet(models.QuerySet):
    """Questions about files."""

    def visible_to(self, actor: Actor) -> Self:
        """Files inherit the sight of the report they hang on."""
        return self.filter(report__in=ProgressReport.objects.visible_to(actor))


class Evidence(models.Model):
    """A file of a report (佐证材料), or the scan of a sheet signed on paper (签批件)."""

    class Kind(models.TextChoices):
        """What the file is for."""

        MATERIAL = "material", "佐证材料"
        SIGNED_SHEET = "signed_sheet", "签批件"

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="evidence", verbose_name="进展反馈")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="uses", verbose_name="内容")
    kind = models.CharField("用途", max_length=16, choices=Kind)
    name = models.CharField("文件名", max_length=255)
    added_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间")

    objects = EvidenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "blob", "kind", "name"], name="evidence_once_per_report"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def media_type(self) -> str:
        """What it is handed out as: by its own name, since the same bytes may hang elsewhere under another."""
        return media_type_of(self.name)


class SignedOnPaper(models.Model):
    """A decision taken on paper (线下签批): who signed, the words, the day, and who registered it."""

    act = models.CharField("环节", max_length=24)
    signer = models.CharField("签批人", max_length=64)
    signer_title = models.CharField("职务", max_length=80)
    words = models.CharField("签批意见", max_length=300)
    signed_on = models.DateField("签批日期")
    registered_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="登记人")
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        abstract = True
        ordering = ["registered_at", "id"]

    def __str__(self) -> str:
        return f"{self.signer} · {self.signed_on:%Y-%m-%d}"


class SignedSheet(SignedOnPaper):
    """A decision about a report, with the scan of the sheet. Append-only."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="sheets", verbose_name="进展反馈")
    scan = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="签批件")

    class Meta(SignedOnPaper.Meta):
        verbose_name = "线下签批"
        verbose_name_plural = "线下签批"
