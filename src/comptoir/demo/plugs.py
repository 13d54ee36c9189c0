"""The sample marketplace's own postman: no mail leaves the machine."""

from django.conf import settings

from comptoir.connectors.email.slots import POSTMAN
from comptoir.demo import mailroom

if settings.DEMO:
    POSTMAN.plug("postman", mailroom.keep)
