"""What the sample's team has ready for its answers: vouchers to give, a macro for lost parcels."""

from datetime import datetime, timedelta

from comptoir.automation import services as automation
from comptoir.automation.services import Content, Defaults, Details
from comptoir.demo.content.beside import EUROPARCEL
from comptoir.demo.loading.house import House

VOUCHERS = 40
_VALID = timedelta(days=180)
_LOST = {
    "en": "Hello {{buyer_first_name}},\n\nI have asked {{carrier}} where your parcel"
    " {{tracking_number}} is. You hear from me as soon as they answer.\n\n{{agent_first_name}}",
    "fr": "Bonjour {{buyer_first_name}},\n\nj’ai demandé à {{carrier}} où se trouve votre colis"
    " {{tracking_number}}. Je vous écris dès que j’ai leur réponse.\n\n{{agent_first_name}}",
    "de": "Guten Tag {{buyer_name}},\n\nich habe {{carrier}} gefragt, wo Ihr Paket"
    " {{tracking_number}} ist. Sobald die Antwort da ist, schreibe ich Ihnen."
    "\n\n{{agent_first_name}}",
    "es": "Hola, {{buyer_first_name}}:\n\nhe preguntado a {{carrier}} dónde está su paquete"
    " {{tracking_number}}. Le escribo en cuanto respondan.\n\n{{agent_first_name}}",
    "it": "Buongiorno {{buyer_first_name}},\n\nho chiesto a {{carrier}} dove si trova il pacco"
    " {{tracking_number}}. Le scrivo appena rispondono.\n\n{{agent_first_name}}",
    "ru": "Здравствуйте, {{buyer_first_name}}!\n\nМы уже спросили у {{carrier}}, где ваша посылка"
    " {{tracking_number}}. Напишу вам, как только они ответят.\n\n{{agent_first_name}}",
}
_QUESTION = (
    "Dear colleagues,\n\nwhere is parcel {{tracking_number}}? It left on {{shipped_date}}"
    " and has not arrived.\n\n{{agent_name}}"
)


def prepare_words(house: House, start: datetime) -> None:
    """A list of codes, and a macro that answers, asks the carrier and reminds."""
    by = house.identities["victor"].actor
    codes = "\n".join(f"MERCI-{number * 7919 % 100_000:05d}" for number in range(1, VOUCHERS + 1))
    automation.import_vouchers(
        by=by,
        name="Goodwill",
        content=f"code\n{codes}".encode(),
        defaults=Defaults(value="5", currency="EUR", valid_until=(start + _VALID).date()),
    )
    actions = [
        ("tag", "carrier-asked"),
        ("ask", f"{EUROPARCEL[1]}\n{_QUESTION}"),
        ("remind", "workday\nHas the carrier answered?"),
    ]
    template = automation.add_template(
        by=by,
        content=Content("Delivery::Lost: ask the carrier", _LOST, actions),
        details=Details(reasons=("not_received", "delivery_delay"), language="en"),
    )
    automation.approve_revision(by=by, revision_id=template.revisions.get().pk)
