"""The bell's list, what the bell asks, and one's preferences."""

from importlib.resources import files
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.kit.db import no_queries
from comptoir.notices import queries, services
from comptoir.notices.errors import BadBrowser, BadPreferences, NoSuchNotice
from comptoir.notices.forms import PreferencesForm
from comptoir.notices.states import WAY_NAMES
from comptoir.notices.words import words


@require_safe
@member_required
def notice_list(request: MemberRequest) -> HttpResponse:
    """All of them, or only what is unread; by days."""
    only_unread = request.GET.get("show") == "unread"
    before = request.GET.get("before", "")
    context = {
        "listed": queries.listed(request.viewer, only_unread=only_unread, before=before),
        "only_unread": only_unread,
        "is_first": not before,
    }
    with no_queries():
        part = "#days" if request.headers.get("HX-Target") == "notices" else ""
        return render(request, f"notices/list.html{part}", context)


@require_safe
@member_required
def open_notice(request: MemberRequest, notice_id: int) -> HttpResponse:
    """Lead to the very place, and remember that it was read."""
    line = queries.line_of(request.viewer, notice_id)
    if line is None:
        raise NoSuchNotice(_("This notification is gone, or you may not see what it is about."))
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        services.read(by=request.actor, notice_id=notice_id)
    return redirect(line.named.url)


@require_POST
@member_required
def read_notice(request: MemberRequest, notice_id: int) -> HttpResponse:
    services.read(by=request.actor, notice_id=notice_id)
    return redirect("notices:list")


@require_POST
@member_required
def read_all(request: MemberRequest) -> HttpResponse:
    services.read_all(by=request.actor)
    return redirect("notices:list")


@require_POST
@member_required
def look(request: MemberRequest) -> JsonResponse:
    """What the bell says. `about` names what is open before his eyes: it counts as read."""
    kind, _colon, number = request.POST.get("about", "").partition(":")
    if kind.isidentifier() and number.isascii() and number.isdecimal() and len(number) < 19:
        services.look_at(by=request.actor, kind=kind, subject_id=int(number))
    count = queries.unread(request.viewer)
    told = ngettext("%(count)s unread notification", "%(count)s unread notifications", count)
    shown = f"{queries.MOST_COUNTED - 1}+" if count >= queries.MOST_COUNTED else str(count)
    return JsonResponse({"count": shown if count else "", "title": told % {"count": shown}})


# --- Preferences ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def preferences(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return _preferences(request, _form(request))
    form = PreferencesForm(request.POST, by=request.actor)
    if form.is_valid():
        try:
            services.choose(by=request.actor, wanted=form.wanted())
        except BadPreferences as refusal:
            form.add_error("quiet_from", str(refusal))
    if form.errors:
        return _preferences(request, form, status=400)
    messages.success(request, _("Saved. It counts from now on."))
    return redirect("notices:preferences")


def _form(request: MemberRequest) -> PreferencesForm:
    own = queries.preferences_of(request.viewer.id)
    ways = queries.chosen_ways(request.viewer.id)
    initial = {name: getattr(own, name) for name in PreferencesForm.base_fields if name != "ways"}
    initial["ways"] = [f"{key}:{way}" for key, each in ways.items() for way in each]
    return PreferencesForm(initial=initial, by=request.actor)


def _preferences(request: MemberRequest, form: PreferencesForm, status: int = 200) -> HttpResponse:
    browsers = queries.browsers_of(request.viewer.id)
    context = {
        "form": form,
        "ways": WAY_NAMES,
        "kinds": _boxes(form),
        "browsers": browsers,
        "here": next((b for b in browsers if b.session_key == request.session.session_key), None),
        "key": services.public_key(),
        "words": words(),
        "zone": request.identity.member.time_zone.replace("_", " "),
    }
    with no_queries():
        return render(request, "notices/preferences.html", context, status=status)


def _boxes(form: PreferencesForm) -> list[dict[str, Any]]:
    """One row a kind, one box a way; None where the kind does not offer it."""
    chosen = set(form["ways"].value() or ())
    return [
        {
            "label": kind.label,
            "boxes": [
                {"value": f"{key}:{way}", "name": name, "on": f"{key}:{way}" in chosen}
                if way in kind.offered
                else None
                for way, name in WAY_NAMES.items()
            ],
        }
        for key, kind in form.kinds
    ]


# --- Push ----------------------------------------------------------------------------------------


@require_POST
@member_required
def add_browser(request: MemberRequest) -> JsonResponse:
    """Asked by the page's script once the browser said yes. `again`: it had said so before."""
    endpoint, key = request.POST.get("endpoint", ""), request.session.session_key or ""
    if "again" in request.POST:
        services.keep_browser(by=request.actor, session_key=key, endpoint=endpoint)
        return JsonResponse({})
    try:
        services.add_browser(
            by=request.actor,
            session_key=key,
            endpoint=endpoint,
            user_agent=request.headers.get("User-Agent", ""),
        )
    except BadBrowser as refusal:
        return JsonResponse({"error": str(refusal)}, status=refusal.status)
    return JsonResponse({})


@require_POST
@member_required
def remove_browser(request: MemberRequest, browser_id: int) -> HttpResponse:
    services.remove_browser(by=request.actor, browser_id=browser_id)
    messages.success(request, _("This browser is not pushed to any more."))
    return redirect("notices:preferences")


@require_POST
@member_required
def try_push(request: MemberRequest) -> HttpResponse:
    services.try_push(by=request.actor, session_key=request.session.session_key or "")
    messages.success(request, _("Sent. It shows within seconds, unless your system hides it."))
    return redirect("notices:preferences")


@require_safe
def newest(request: HttpRequest) -> JsonResponse:
    """What a push may show on a screen that anybody may see: which kind, which number."""
    identity = getattr(request, "identity", None)
    if identity is None:
        return JsonResponse({"title": "Comptoir", "body": _("Sign in to see what is new.")})
    lines = queries.newest(identity.viewer)
    if not lines:
        return JsonResponse({"title": "Comptoir", "body": _("Nothing is unread any more.")})
    rest = len(lines) - 1
    more = ngettext("And %(count)s more", "And %(count)s more", rest) % {"count": rest}
    body = " · ".join(part for part in (lines[0].named.number, more if rest else "") if part)
    return JsonResponse({"title": lines[0].sentence, "body": body, "id": lines[0].id})


_WORKER = files("comptoir.notices") / "static" / "notices" / "worker.js"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at an address that stays: browsers look for a newer one there."""
    return HttpResponse(
        _WORKER.read_text(),
        content_type="text/javascript",
        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"},
    )
