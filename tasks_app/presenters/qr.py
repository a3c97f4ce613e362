"""A QR code as inline SVG: the policy of the pages forbids foreign images, and no script draws it."""

import segno
from django.utils.safestring import SafeString, mark_safe

SCALE = 4


def qr_svg(text: str, title: str) -> SafeString:
    """The code of a text, on white whatever the page is, with a title for whoever does not see it."""
    drawn = segno.make(text, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=SCALE, light="#fff", title=title))  # noqa: S308  segno's own drawing
