"""Files with what people say on an item (留言附件) and with an addressee's answer to a leader (批示答复附件)."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.domain.access import Verb, rights_of
from tasks_app.models.comment import Comment
from tasks_app.models.evidence import Blob
from tasks_app.models.instruction import InstructionReply


class TalkFileQuerySet(models.QuerySet):
    """Questions about these files."""

    def visible_to(self, actor: Actor) -> Self:
        """They inherit the sight of what they hang on; of a comment that was taken back only auditors read them."""
        said = Comment.objects.visible_to(actor)
        if not rights_of(actor.role, Verb.READ_AUDIT):
            said = said.filter(withdrawn_at__isnull=True)
        return self.filter(Q(comment__in=said) | Q(reply__in=InstructionReply.objects.visible_to(actor)))


class TalkFile(models.Model):
    """A file of a comment or of an answer to an instruction. Append-only: what was said is never edited."""

    comment = models.ForeignKey(
        Comment, models.PROTECT, null=True, blank=True, related_name="files", verbose_name="留言"
    )
    reply = models.ForeignKey(
        InstructionReply, models.PROTECT, null=True, blank=True, related_name="files", verbose_name="批示答复"
    )
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="内容")
    name = models.CharField("文件名", max_length=255)
    added_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="上传人", db_index=False)
    added_at = models.DateTimeField("上传时间")

    objects = TalkFileQuerySet.as_manager()

    class Meta:
        verbose_name = "留言和批示答复附件"
        verbose_name_plural = "留言和批示答复附件"
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, reply__isnull=True) | Q(comment__isnull=True, reply__isnull=False),
                name="talk_file_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name
