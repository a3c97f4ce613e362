"""Pictures of the pages for docs/screenshots/, kept only when SCREENSHOTS is set (``make screenshots``)."""

import os
from io import BytesIO
from pathlib import Path

from django.conf import settings

try:
    from PIL import Image
except ImportError:  # not a dependency: with it pictures take a third of the room, 256 colours are enough for a page
    Image = None

FOLDER: Path | None = settings.BASE_DIR / "docs" / "screenshots" if os.environ.get("SCREENSHOTS") else None


def keep(picture: bytes, name: str) -> None:
    """Stores a PNG under its name, in 256 colours where Pillow is at hand."""
    if FOLDER is None:
        return
    path = FOLDER / f"{name}.png"
    if Image is None:
        path.write_bytes(picture)
    else:
        with Image.open(BytesIO(picture)) as image:
            # By the reach of each colour, not its share: a small light keeps its own.
            few = image.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            few.save(path, optimize=True)
