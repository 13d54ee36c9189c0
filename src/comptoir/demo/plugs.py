"""The sample marketplace's own postman: no mail leaves the machine."""

from django.conf import settings

from comptoir.connectors.email.slots import POSTMAN
from comptoir.demo import mailroom
from comptoir.ui.slots import STYLES

STYLES.plug("demo", "demo/demo.css")
if settings.DEMO:
    POSTMAN.plug("postman", mailroom.keep)
