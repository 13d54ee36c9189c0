"""A line that floats for a while, with a way back."""

import json

from django.http import HttpResponse


def toast[R: HttpResponse](
    response: R, *, text: str, undo_url: str = "", seconds: int = 0, tone: str = ""
) -> R:
    """Show `text` when the htmx response arrives.

    With `undo_url` the line has a button that POSTs there, and stays for `seconds`, counting down.
    """
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    events["toast"] = {"text": text, "undo": undo_url, "seconds": seconds, "tone": tone}
    response.headers["HX-Trigger"] = json.dumps(events)
    return response
