"""Parcels are imported like orders."""

from comptoir.commerce.slots import IMPORTS, PERSON_PARTS
from comptoir.rest.slots import RESOURCES, Resource
from comptoir.shipping.importing import PARCELS
from comptoir.shipping.queries import outward_parcels
from comptoir.shipping.services.persons import PART

IMPORTS.plug("parcels", PARCELS)
PERSON_PARTS.plug("shipping", PART)
RESOURCES.plug("parcel", Resource("", outward_parcels))
