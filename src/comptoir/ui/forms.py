"""What every page with a form does when a service refuses what was filled in."""

from collections.abc import Callable

from django.forms import BaseForm

from comptoir.kit.errors import ComptoirError, NotAllowed


def accepted(form: BaseForm, save: Callable[[], object]) -> bool:
    """Save, or write the sentence of the refusal on the form.

    Raises NotAllowed: who may not see a form is answered by a page of its own.
    """
    try:
        save()
    except NotAllowed:
        raise
    except ComptoirError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
