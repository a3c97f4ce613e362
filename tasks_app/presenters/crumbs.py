"""Where a page stands: the steps of ``components/breadcrumb.html``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Crumb:
    """One step; the page itself needs no address."""

    label: str
    url: str = ""


def trail(*steps: tuple[str, str], here: str) -> tuple[Crumb, ...]:
    """The steps (label, address) that lead to the page, and the page."""
    return (*(Crumb(label, url) for label, url in steps), Crumb(here))
