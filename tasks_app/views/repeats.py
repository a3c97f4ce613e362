"""A form that comes again (double click, Back and resubmit) leads where it led, whatever has become of its thing.

Once its act is done, the thing may be out of sight, the choice no longer offered, the state another one: a view that
looks at any of that before it comes to the form's key would refuse the second of two clicks that are one.
"""

from django.contrib.messages.storage import default_storage
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import HouseRequest
from tasks_app.views.acting import led_before

SAID_NO = frozenset({403, 404, 409, 422})


def repeated(request: HouseRequest) -> HttpResponse | None:
    """The way on for a form that was done before; None for every other one. One query for each form.

    What the first answer wanted to say is said on the page it leads to. A form that saves itself
    (views/autosaving.py) is answered by its view, in a word.
    """
    has_acted = getattr(request, "has_acted", False)
    if request.method != "POST" or has_acted or not request.actor or not request.accepts("text/html"):
        return None
    url = led_before(request)
    if not url:
        return None
    request._messages = default_storage(request)  # type: ignore[attr-defined]
    return redirect(url)
