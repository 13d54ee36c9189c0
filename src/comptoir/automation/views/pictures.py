"""Pictures of templates: drawn when they are put in, shown where the words have a place."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.automation import services
from comptoir.automation.access import USE
from comptoir.automation.errors import NoSuchTemplate, TemplateUnclear
from comptoir.automation.queries.library import find_picture, find_template
from comptoir.automation.queries.pictures import picture_urls
from comptoir.conversations.services.filing import uploaded_files
from comptoir.kit import files
from comptoir.kit.errors import NotFound
from comptoir.kit.text import clean

_KEPT = "private, max-age=86400, immutable"
_MOST = 100


@require_POST
@member_required
@may_somewhere_required(USE)
def draw_picture(request: MemberRequest) -> HttpResponse:
    """One picture, drawn anew; the form carries it until the template is saved."""
    found = uploaded_files(request.FILES.getlist("picture")[:1])
    if not found:
        raise TemplateUnclear(_("Choose a picture."))
    taken = {clean(name) for name in request.POST.getlist("taken")[:_MOST]}
    drawn = services.draw_picture(
        by=request.actor,
        name=found[0].name,
        content=found[0].content,
        taken=taken | set(known_pictures(request)),
    )
    return JsonResponse({"name": drawn.name, "token": services.token_of(drawn)})


def known_pictures(request: MemberRequest) -> dict[str, str]:
    """The pictures of the form, saved or not, by name: where each is looked at."""
    number = request.POST.get("template", "")
    found: dict[str, str] = {}
    if number.isascii() and number.isdecimal() and len(number) < 15:
        found |= _of_template(request, int(number))
    for token in request.POST.getlist("picture")[:_MOST]:
        if (drawn := services.drawn_by(token)) is not None:
            address = reverse("automation:drawn_picture")
            found[drawn.name] = f"{address}?{urlencode({'of': token})}"
    return found


def _of_template(request: MemberRequest, template_id: int) -> dict[str, str]:
    try:
        found = find_template(request.identity, template_id)
    except NoSuchTemplate:
        return {}
    return dict(picture_urls([found.pk]).get(found.pk, {}))


@require_safe
@member_required
@may_somewhere_required(USE)
def picture(request: MemberRequest, public_id: UUID) -> HttpResponse:
    return _as_picture(find_picture(request.identity, public_id))


@require_safe
@member_required
@may_somewhere_required(USE)
def drawn_picture(request: MemberRequest) -> HttpResponse:
    """One that is not saved yet: whoever holds its token put it in."""
    drawn = services.drawn_by(request.GET.get("of", ""))
    if drawn is None:
        raise NotFound(_("This picture was not saved in time. Put it in once more."))
    return _as_picture(drawn.key)


def _as_picture(key: str) -> HttpResponse:
    headers = {"Cache-Control": _KEPT, **files.LOCKED}
    return HttpResponse(files.read(key), content_type="image/jpeg", headers=headers)
