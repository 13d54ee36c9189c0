"""E-mail, plugged into the channels."""

from comptoir.channels.slots import CONNECTORS
from comptoir.connectors.email.services import EmailConnector

CONNECTORS.plug("email", EmailConnector())
