"""Where a request comes from, as far as our own proxies say."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address: the neighbour's, or what the outermost of our ``PROXY_COUNT`` proxies saw.

    Each proxy adds its own neighbour at the end of ``X-Forwarded-For``; what stands before those, a visitor may
    have made up.
    """
    neighbour: str | None = request.META.get("REMOTE_ADDR") or None
    seen = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    if not 0 < settings.PROXY_COUNT <= len(seen):
        return neighbour
    return _address(seen[-settings.PROXY_COUNT]) or neighbour


def _address(text: str) -> str | None:
    """The text where it is an address, None where it is anything else."""
    try:
        return str(ip_address(text))
    except ValueError:
        return None
