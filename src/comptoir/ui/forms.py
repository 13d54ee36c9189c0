"""What every page with a form does when a service refuses what was filled in."""

from collections.abc import Callable

from django.forms import BaseForm

from comptoir.kit.errors import ComptoirError, NotAllowed


class FilledInWrong(ComptoirError):
    """What a program sent does not pass the form by which people say the same."""

    status = 422

    def __init__(self, *forms: BaseForm) -> None:
        self.faults = [
            {"field": name, "message": str(message)}
            for form in forms
            for name, errors in form.errors.items()
            for message in errors
        ]
        first = self.faults[0]
        super().__init__(f"{first['field']}: {first['message']}")


def check(*forms: BaseForm) -> None:
    """Raise FilledInWrong with all faults of all forms, for those who see no page."""
    verdicts = [form.is_valid() for form in forms]
    if not all(verdicts):
        raise FilledInWrong(*forms)


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
