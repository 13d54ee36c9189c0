"""E-mail, plugged into the channels."""

from comptoir.channels.slots import CONNECTORS, SETUPS
from comptoir.connectors.email.services import EmailConnector
from comptoir.connectors.email.setting_up import SETUP

CONNECTORS.plug("email", EmailConnector())
SETUPS.plug("email", SETUP)
