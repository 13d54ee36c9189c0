"""Background work of the API's ground."""

from comptoir import journal
from comptoir.rest import once


@journal.periodic("rest.forget_answers", "41 * * * *")
def forget_answers() -> None:
    once.forget_answers()
