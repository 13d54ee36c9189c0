"""Parcels are imported like orders."""

from comptoir.commerce.slots import IMPORTS
from comptoir.rest.slots import RESOURCES, Resource
from comptoir.shipping.importing import PARCELS
from comptoir.shipping.queries import outward_parcels

IMPORTS.plug("parcels", PARCELS)
RESOURCES.plug("parcel", Resource("", outward_parcels))
