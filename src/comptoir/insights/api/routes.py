"""One router for all addresses of figures."""

from ninja import Router

router = Router()
