"""What commerce itself can import."""

from comptoir.commerce.imports.listings import LISTINGS
from comptoir.commerce.imports.orders import ORDERS
from comptoir.commerce.imports.sellers import SELLERS
from comptoir.commerce.slots import IMPORTS

IMPORTS.plug("sellers", SELLERS)
IMPORTS.plug("listings", LISTINGS)
IMPORTS.plug("orders", ORDERS)
