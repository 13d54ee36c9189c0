"""Names of the templates that ship, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from comptoir.automation.models import Template

SHIPPED = {
    "order-confirmed": _("Order::Confirmed, with thanks"),
    "price-question": _("Order::Price question"),
    "out-of-stock": _("Order::Out of stock"),
    "invoice": _("Order::Invoice"),
    "shipped": _("Delivery::Shipped"),
    "where-is-my-order": _("Delivery::Where is my order"),
    "delayed": _("Delivery::Late, with an apology"),
    "delayed-voucher": _("Delivery::Late, with an apology and a voucher"),
    "delivered-all-well": _("Delivery::Delivered, is all well?"),
    "not-received": _("Delivery::Delivered but not received"),
    "damaged": _("Problem::Damaged"),
    "not-as-described": _("Problem::Not as described"),
    "return-steps": _("Return::How to send it back"),
    "return-refused": _("Return::Refused, with the reason"),
    "refund-done": _("Return::Refund done"),
    "review-request": _("After the sale::Asking for a review"),
    "rude-message": _("After the sale::Answer to a rude message"),
    "closing": _("After the sale::Closing"),
    "question-to-seller": _("Seller::Question about an order"),
}


def name_of(template: Template) -> str:
    """A shipped template that nobody changed is called in the reader's language."""
    if template.key and template.edited_at is None and template.key in SHIPPED:
        return str(SHIPPED[template.key])
    return template.name
