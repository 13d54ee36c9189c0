"""Templates in the settings: the list, the editor with its preview, versions, files."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.parties import Party
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.automation import services
from comptoir.automation.access import APPROVE, PROPOSE, USE, may, may_somewhere
from comptoir.automation.forms import TemplateForm, initial_of
from comptoir.automation.models import Template
from comptoir.automation.names import name_of
from comptoir.automation.policies import languages
from comptoir.automation.queries import library, previewing
from comptoir.automation.queries.pictures import picture_urls
from comptoir.automation.states import Reach
from comptoir.automation.variables import NAMES
from comptoir.automation.views.pictures import known_pictures
from comptoir.conversations.queries.directory import directory
from comptoir.kit.text import clean
from comptoir.ui.forms import accepted

UNCLEAR = 422


@dataclass(frozen=True, slots=True)
class Tab:
    url: str
    label: str
    is_current: bool
    count: int | None = None


def _filters(show: str) -> list[Tab]:
    names = {
        "all": _("All"),
        "proposed": _("To approve"),
        "gaps": _("Languages missing"),
        "review": _("To review"),
        "archived": _("Archived"),
    }
    page = reverse("automation:templates")
    return [Tab(f"{page}?show={key}", label, key == show) for key, label in names.items()]


@require_safe
@member_required
@may_somewhere_required(USE)
def template_list(request: MemberRequest) -> HttpResponse:
    wanted = library.Wanted(
        show=request.GET.get("show", "all"),
        reach=request.GET.get("reach", ""),
        query=clean(request.GET.get("q", ""))[:80],
    )
    context = {
        "lines": library.template_lines(request.identity, wanted),
        "wanted": wanted,
        "tabs": _filters(wanted.show),
    }
    return render(request, "automation/templates.html", context)


@require_http_methods(["GET", "POST"])
@member_required
@may_somewhere_required(USE)
def new_template(request: MemberRequest) -> HttpResponse:
    may_propose = may_somewhere(request.actor, PROPOSE)
    start = {
        "reach": Reach.ALL if may_propose else Reach.PERSONAL,
        "language": request.identity.member.language,
        "audience": 1,
    }
    form = TemplateForm(request.POST or None, initial=start, texts={})
    made: list[Template] = []

    def save() -> None:
        made.append(
            services.add_template(by=request.actor, content=form.content(), details=form.details())
        )

    if form.is_valid() and accepted(form, save):
        messages.success(request, _said(made[0]))
        return redirect("automation:template", made[0].pk)
    return _editor(request, form, title=_("New template"))


@require_http_methods(["GET", "POST"])
@member_required
@may_somewhere_required(USE)
def template(request: MemberRequest, template_id: int) -> HttpResponse:
    """One template: its words to change, beside them what is known of it."""
    found = library.find_template(request.identity, template_id)
    start = initial_of(found, name_of(found))
    texts = found.current.texts if found.current else {}
    form = TemplateForm(request.POST or None, initial=start, texts=texts)

    def save() -> None:
        services.change_template(
            by=request.actor,
            template_id=template_id,
            content=form.content(),
            details=form.details(),
            known=_number(request.POST.get("known", "")) or None,
        )

    if form.is_valid() and accepted(form, save):
        found.refresh_from_db()
        messages.success(request, _said(found))
        return redirect("automation:template", template_id)
    return _editor(request, form, title=name_of(found), found=found)


def _number(typed: str) -> int:
    """0 for what is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 15 else 0


def _said(saved: Template) -> str:
    if library.proposal_of(saved) is not None:
        return _("Saved. It counts as soon as somebody approves it.")
    return _("Saved.")


def _editor(
    request: MemberRequest, form: TemplateForm, *, title: str, found: Template | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "names": NAMES.items(),
        "sample": previewing.sample_number(request.identity),
        "marks": _marks(form, found),
    }
    if found is not None:
        context |= {
            "line": library.template_line(request.identity, found.pk),
            "proposal": library.proposal_of(found),
            "files": list(found.files.filter(is_inline=False).order_by("pk")),
            "may_approve": _may_decide(request, found),
            "may_give": found.reach != Reach.PERSONAL and _may_decide(request, found),
            "members": directory().members,
            "versions": library.versions_of(found)[:1],
            "pictures": picture_urls([found.pk]).get(found.pk, {}),
        }
    status = UNCLEAR if form.is_bound else 200
    return render(request, "automation/template.html", context, status=status)


def _marks(form: TemplateForm, found: Template | None) -> dict[str, str]:
    """For each language how it stands: the original, missing, behind, or up to date."""
    texts = found.current.texts if found is not None and found.current else {}
    original = found.language if found is not None else str(form["language"].value() or "")
    old = languages.behind(texts, original)
    return {
        code: "original"
        if code == original
        else "behind"
        if code in old
        else "there"
        if languages.words(texts, code)
        else "missing"
        for code in form.codes
    }


def _may_decide(request: MemberRequest, found: Template) -> bool:
    if found.reach == Reach.PERSONAL:
        return found.owner_id == request.actor.id
    return may(request.actor, APPROVE, team_id=found.team_id)


@require_POST
@member_required
@may_somewhere_required(USE)
def preview(request: MemberRequest) -> HttpResponse:
    """The words of one language as they would read in a conversation."""
    language = languages.primary(request.POST.get("shown", ""))[:3]
    text = clean(request.POST.get(f"text_{language}", ""))[: services.LONGEST_TEXT]
    audience = Party.SELLER if request.POST.get("audience") == "2" else Party.BUYER
    shown = previewing.preview(
        request.identity,
        _number(request.POST.get("number", "")),
        text=text,
        language=language,
        audience=audience,
    )
    context = {"shown": shown, "language": language, "pictures": known_pictures(request)}
    return render(request, "automation/preview.html", context)


@require_safe
@member_required
@may_somewhere_required(USE)
def versions(request: MemberRequest, template_id: int) -> HttpResponse:
    found = library.find_template(request.identity, template_id)
    context = {
        "template_id": found.pk,
        "title": name_of(found),
        "versions": library.versions_of(found),
        "pictures": picture_urls([found.pk]).get(found.pk, {}),
        "may_approve": _may_decide(request, found),
    }
    return render(request, "automation/versions.html", context)


def _decision(run: Callable[..., object], said: str) -> Callable[..., HttpResponse]:
    @require_POST
    @member_required
    def view(request: MemberRequest, revision_id: int) -> HttpResponse:
        revision = run(by=request.actor, revision_id=revision_id)
        messages.success(request, _(said))
        return redirect("automation:template", revision.template_id)  # type: ignore[attr-defined]

    return view


def N_(text: str) -> str:  # noqa: N802 - the usual mark for a text translated later
    return text


approve = _decision(services.approve_revision, N_("Approved. It counts from now on."))
decline = _decision(services.decline_revision, N_("Declined. The version before goes on."))
restore = _decision(services.restore_revision, N_("Proposed anew, as the newest version."))


@require_POST
@member_required
def archive(request: MemberRequest, template_id: int) -> HttpResponse:
    services.archive_template(by=request.actor, template_id=template_id)
    messages.success(request, _("Archived. Nobody is offered it any more."))
    return redirect("automation:template", template_id)


@require_POST
@member_required
def give(request: MemberRequest, template_id: int) -> HttpResponse:
    """Another owner: who is asked when it is to be looked at again."""
    number = _number(request.POST.get("member", ""))
    services.give_template(by=request.actor, template_id=template_id, member_id=number)
    messages.success(request, _("Saved."))
    return redirect("automation:template", template_id)


@require_POST
@member_required
def unarchive(request: MemberRequest, template_id: int) -> HttpResponse:
    services.unarchive_template(by=request.actor, template_id=template_id)
    messages.success(request, _("It is offered again."))
    return redirect("automation:template", template_id)


@require_POST
@member_required
def add_file(request: MemberRequest, template_id: int) -> HttpResponse:
    for uploaded in request.FILES.getlist("file"):
        services.add_template_file(
            by=request.actor,
            template_id=template_id,
            name=uploaded.name or "",
            content_type=uploaded.content_type or "",
            content=uploaded.read(),
            language=languages.primary(request.POST.get("language", "")),
        )
    messages.success(request, _("The file goes along from now on."))
    return redirect("automation:template", template_id)


@require_POST
@member_required
def remove_file(request: MemberRequest, template_id: int, file_id: int) -> HttpResponse:
    services.remove_template_file(by=request.actor, template_id=template_id, file_id=file_id)
    return redirect("automation:template", template_id)
