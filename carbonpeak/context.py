"""What every page is told, whatever its view."""

from django.conf import settings
from django.http import HttpRequest


def demo_banner(request: HttpRequest) -> dict[str, str]:
    """`demo_banner`: the sentence that stands on every page of a demo, empty elsewhere."""
    return {"demo_banner": settings.DEMO_BANNER}
