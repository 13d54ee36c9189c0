"""Parcels are imported like orders."""

from comptoir.commerce.slots import IMPORTS
from comptoir.shipping.importing import PARCELS

IMPORTS.plug("parcels", PARCELS)
