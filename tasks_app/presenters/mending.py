"""Where a refusal is mended: some sentences name another page, and the page that shows them leads there."""

from django.urls import reverse

from tasks_app.domain.refusals import Refusal
from tasks_app.presenters.links import Step

# A page as refusals name it, and its address.
NAMED = {"“单位变动”": "successions"}


def page_that_mends(refusal: Refusal) -> Step | None:
    """The page that the sentence of a refusal names; None where it names none."""
    return next((Step(f"前往{page}", reverse(url)) for page, url in NAMED.items() if page in refusal.sentence), None)
