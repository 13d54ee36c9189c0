"""One router for all addresses of the records."""

from ninja import Router

router = Router()
