"""Files of papers as links, each under a name that its reader may read."""

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.domain.access import UNIT_ROLES
from tasks_app.domain.reach import guarded_word_in
from tasks_app.domain.uploads import extension_of, fitting_name
from tasks_app.models import PaperFile, PaperService
from tasks_app.presenters.files import FileLink


def name_for(file: PaperFile, actor: Actor) -> str:
    """The file's own name, or what it is for, where the name has a word that the reader's unit never reads."""
    kind = actor.post.unit.kind if actor.post and actor.role in UNIT_ROLES else ""
    if guarded_word_in(file.name, kind):
        return f"{file.get_kind_display()}{extension_of(file.name)}"
    return file.name


def link_of(file: PaperFile, actor: Actor) -> FileLink:
    """A file with where it is handed out; a unit reads the names of its own people only."""
    is_inner = actor.role in UNIT_ROLES and file.added_by.unit_id != actor.unit_id
    return FileLink(
        name=name_for(file, actor),
        url=reverse("received_file", args=[file.pk]),
        size=file.blob.size,
        sha256=file.blob.sha256,
        uploaded_on=timezone.localdate(file.added_at),
        uploaded_by="" if is_inner else file.added_by.user.full_name,
    )


def document_of(service: PaperService) -> FileLink | None:
    """The paper as a text document, once a job has rendered it."""
    content = service.paper.content
    if content is None or service.served_on is None:
        return None
    return FileLink(
        name=fitting_name(service.paper.title, ".docx"),
        url=reverse("service_document", args=[service.pk]),
        size=content.size,
        sha256=content.sha256,
        uploaded_on=service.served_on,
        uploaded_by="",
    )
