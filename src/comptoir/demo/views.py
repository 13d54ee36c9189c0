"""The buyers' side: be a buyer, write, read what came, let new mail drip in. Needs no sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comptoir.channels.states import Intake
from comptoir.conversations.queries.from_outside import own_conversations
from comptoir.demo import doors, dripping, letters, people
from comptoir.demo.forms import LetterForm, NewcomerForm
from comptoir.demo.models import Sample
from comptoir.demo.people import Person
from comptoir.demo.posting import Words, post
from comptoir.demo.product_pictures import product_picture as drawn
from comptoir.kit.db import no_queries

# A visitor writes a few mails; what wants to fill the disk does not get far.
RATES = {"demo_write": "30/m/ip", "demo_drip": "20/m/ip", "demo_enter": "30/m/ip"}
_NEWCOMERS = "demo_people"


def on_the_sample[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """These pages exist for nobody on a real installation."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(*args, **kwargs)

    return never_cache(guarded)


def refuse_floods(request: HttpRequest, action: str) -> HttpResponse | None:
    refusal: HttpResponse | None = ratelimit.consume_or_429(
        request, action=action, config={action: RATES[action]}
    )
    return refusal


@on_the_sample
@require_safe
def stage(request: HttpRequest) -> HttpResponse:
    return _stage(request, NewcomerForm())


def _stage(request: HttpRequest, form: NewcomerForm, status: int = 200) -> HttpResponse:
    cast = people.cast()
    drip = dripping.running()
    page = {
        "people": cast.people,
        "sellers": doors.sellers(),
        "newcomers": [Person(*each) for each in request.session.get(_NEWCOMERS, ())],
        "cases": cast.cases,
        "is_member": request.user.is_authenticated,
        "drip": drip,
        "most": dripping.MOST,
        "form": form,
    }
    return drawn_page(request, "demo/stage.html", page, status)


def drawn_page(
    request: HttpRequest, template: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    waiting = list(messages.get_messages(request))
    with no_queries():
        return render(request, template, page | {"said": waiting}, status=status)


@on_the_sample
@require_POST
def come(request: HttpRequest) -> HttpResponse:
    """Somebody new: remembered for this visit, and known to the desk once he has written."""
    form = NewcomerForm(request.POST)
    if not form.is_valid():
        return _stage(request, form, 422)
    new = people.newcomer(form.cleaned_data["name"], form.cleaned_data["language"])
    known = [each for each in request.session.get(_NEWCOMERS, ()) if each[0] != new.address]
    request.session[_NEWCOMERS] = [*known, [new.address, new.name, new.language]][-8:]
    return redirect("demo:person", new.address)


def _person(request: HttpRequest, address: str) -> Person:
    new = (Person(*each) for each in request.session.get(_NEWCOMERS, ()) if each[0] == address)
    found = next(new, None) or people.find(address)
    if found is None:
        raise Http404(address)
    return found


@on_the_sample
@require_safe
def person(request: HttpRequest, address: str) -> HttpResponse:
    who = _person(request, address)
    answered = letters.read(request.GET.get("answer", ""), who.addresses)
    form = LetterForm(person=who, initial=_beginning(who, answered))
    return _person_page(request, who, form, answered)


def _beginning(who: Person, answered: letters.Received | None) -> dict[str, str]:
    if answered is None:
        return {}
    sender = answered.mail.sender.address
    box = next((each.key for each in who.mailboxes if each.address == sender), "")
    subject = answered.mail.subject
    subject = subject if subject[:3].casefold() == "re:" else f"Re: {subject}"
    return {"mailbox": box, "subject": subject, "answers": answered.key}


def _person_page(
    request: HttpRequest,
    who: Person,
    form: LetterForm,
    answered: letters.Received | None,
    status: int = 200,
) -> HttpResponse:
    number = request.GET.get("page", "1")
    box = letters.box_of(who.addresses, page=int(number) if number.isdecimal() else 1)
    own = own_conversations(people.viewers_of(who))
    page = {"person": who, "form": form, "answered": answered, "box": box, "own": own}
    page["system"] = doors.system_letters(who.addresses)
    return drawn_page(request, "demo/person.html", page, status)


@on_the_sample
@require_POST
def write(request: HttpRequest, address: str) -> HttpResponse:
    if refusal := refuse_floods(request, "demo_write"):
        return refusal
    who = _person(request, address)
    form = LetterForm(request.POST, request.FILES, person=who)
    answered = letters.read(request.POST.get("answers", ""), who.addresses)
    if not form.is_valid():
        return _person_page(request, who, form, answered, 422)
    told = form.cleaned_data
    words = Words(form.box, told["subject"], told["text"], form.enclosures, answered)
    _say(request, post(who, words))
    return redirect("demo:person", who.address)


def _say(request: HttpRequest, became: Any) -> None:
    if became.state is not Intake.STORED or became.taken is None:
        messages.warning(request, _("The desk did not take this mail in as a message."))
        return
    number = became.taken.conversation_id
    said = _("It lies on the desk, in conversation #%(number)s.") % {"number": number}
    link = format_html('<a class="link" href="/inbox/all/{}/">{}</a>', number, _("Open the desk"))
    messages.success(request, format_html("{} {}", said, link))


@on_the_sample
@require_POST
def start_drip(request: HttpRequest) -> HttpResponse:
    if refusal := refuse_floods(request, "demo_drip"):
        return refusal
    dripping.start()
    return redirect("demo:stage")


@on_the_sample
@require_POST
def stop_drip(request: HttpRequest) -> HttpResponse:
    dripping.stop()
    return redirect("demo:stage")


@on_the_sample
@require_safe
def case(request: HttpRequest, key: str) -> HttpResponse:
    """A planted case by its key: the same link in every sample. The desk asks who reads."""
    found = next((each for each in people.cast().cases if each.key == key), None)
    sample = Sample.objects.order_by("pk").last()
    number = sample.numbers.get(found.conversations[0]) if found and sample else None
    if number is None:
        raise Http404(key)
    view = "spam" if key == "spam-wave" else "all"
    return redirect("conversations:conversation", view, number)


@require_safe
def product_picture(request: HttpRequest, listing: str) -> HttpResponse:
    """What a listing looks like."""
    picture = drawn(listing)
    if picture is None:
        raise Http404
    return HttpResponse(
        picture, content_type="image/jpeg", headers={"Cache-Control": "public, max-age=86400"}
    )
