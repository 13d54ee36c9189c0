"""One router for all addresses: Django asks the first whose pattern fits, whatever the method."""

from ninja import Router

router = Router()
