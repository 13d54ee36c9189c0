"""A page of a shop with the chat on it, as somebody who is signed in there or as a stranger."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from comptoir.demo import people, shop
from comptoir.demo.views import drawn_page, on_the_sample


@on_the_sample
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """`?as=` signs somebody of the sample in, as the shop's own sign-in would."""
    channel = shop.chat()
    who = people.find(request.GET.get("as", "")) if request.GET.get("as") else None
    page = {
        "wares": shop.wares(get_language() or "en"),
        "channel": channel,
        "who": who,
        "token": shop.token_for(channel, who) if channel and who else "",
        "people": people.cast().people[:3],
    }
    return drawn_page(request, "demo/shop.html", page)
