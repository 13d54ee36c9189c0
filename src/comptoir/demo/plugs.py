"""The sample marketplace's own postman: no mail leaves the machine."""

from django.conf import settings

from comptoir.accounts.slots import LETTERBOXES
from comptoir.commerce.slots import PERSON_PARTS
from comptoir.connectors.email.slots import POSTMAN
from comptoir.demo import mailroom
from comptoir.demo.doors import letterbox_of
from comptoir.demo.persons import PART
from comptoir.ui.slots import STYLES

PERSON_PARTS.plug("demo", PART)
STYLES.plug("demo", "demo/demo.css")
if settings.DEMO:
    POSTMAN.plug("postman", mailroom.keep)
LETTERBOXES.plug("demo", letterbox_of)
