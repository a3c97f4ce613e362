"""What a page shows of a file, and what stays closed however it is packed."""

import zlib

import pytest

from tasks_app.domain.previews import ACTIVE, LOCKED, MOST_UNPACKED, OTHER_KIND, TOO_DEEP, may_be_previewed, preview_of
from tests.factories import PDF


def packed(inside: bytes, raw: bytes | None = None) -> bytes:
    """A PDF whose objects lie in a packed stream."""
    stream = zlib.compress(inside) if raw is None else raw
    return PDF + b"\n5 0 obj<</Type/ObjStm/N 1/Filter/FlateDecode>>stream\n" + stream + b"\nendstream endobj"


@pytest.mark.parametrize(
    ("name", "content", "kind", "why_not"),
    [
        ("照片.JPG", b"\xff\xd8\xff", "picture", ""),
        ("图.png", b"\x89PNG", "picture", ""),
        ("报告.docx", b"PK", "", OTHER_KIND),
        ("公文.ofd", b"PK", "", OTHER_KIND),
        ("件.pdf", PDF, "pdf", ""),
        ("件.pdf", PDF + b"/OpenAction [3 0 R /Fit]", "pdf", ""),
        ("件.pdf", PDF + b"/OpenAction 7 0 R", "pdf", ""),
        ("件.pdf", PDF + b"/OpenAction 7 0 R 7 0 obj<</S /JavaScript/JS(app.alert(1))>>", "", ACTIVE),
        ("件.pdf", PDF + b"/OpenAction <</S/URI>>", "", ACTIVE),
        ("件.pdf", PDF + b"<</S /Java#53cript>>", "", ACTIVE),
        ("件.pdf", PDF + b"/Launch", "", ACTIVE),
        ("件.pdf", PDF + b"/EmbeddedFiles", "", ACTIVE),
        ("件.pdf", PDF + b"/Encrypt 9 0 R", "", LOCKED),
        ("件.pdf", packed(b"<</Type/Page>>"), "pdf", ""),
        ("件.pdf", packed(b"<</S/JavaScript>>"), "", ACTIVE),
        ("件.pdf", packed(b"", raw=b"not packed at all"), "", TOO_DEEP),
        ("件.pdf", packed(b" " * (MOST_UNPACKED + 1)), "", TOO_DEEP),
    ],
    ids=range(17),
)
def test_what_is_shown(name: str, content: bytes, kind: str, why_not: str) -> None:
    shown = preview_of(name, content)
    assert (shown.kind, shown.why_not) == (kind, why_not)
    assert may_be_previewed(name) == (name[-4:].lower() in (".jpg", ".png", ".pdf"))
