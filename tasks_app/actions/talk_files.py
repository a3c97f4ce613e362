"""Hanging stored files on what people say (留言、批示答复附件), in the transaction in which it is said."""

from collections.abc import Iterable
from datetime import datetime

from accounts.actor import Actor
from tasks_app.actions.evidence import StoredFile, blob_of
from tasks_app.models import Comment, InstructionReply, TalkFile


def keep(files: Iterable[StoredFile], of: Comment | InstructionReply, *, by: Actor, at: datetime) -> list[str]:
    """Keeps these files with a comment or an answer; returns their names."""
    holder = "comment" if isinstance(of, Comment) else "reply"
    kept = [
        TalkFile.objects.create(**{holder: of}, blob=blob_of(file), name=file.name, added_by=by.own_post, added_at=at)
        for file in files
    ]
    return [file.name for file in kept]


def with_files(words: str, names: list[str]) -> str:
    """What a step says of them, after what it says anyway."""
    return "；".join(filter(None, (words.rstrip("。"), f"附件：{'、'.join(names)}"))) if names else words
