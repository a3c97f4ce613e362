"""The same paper gives the same bytes: a .docx packed again without the hour at which it was packed."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_THE_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT = "docProps/thumbnail.jpeg"


def packed_again(content: bytes) -> bytes:
    """The same parts in the same order under a fixed date."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fixed = ZipInfo(entry.filename, _THE_FIRST_DAY)
            fixed.compress_type = ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            new.writestr(fixed, old.read(entry))
    return out.getvalue()
