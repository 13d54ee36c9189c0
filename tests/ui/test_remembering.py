"""Tags that remember say what Django's own would say, in every language."""

from collections.abc import Callable

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.html import escape
from django.utils.translation import override

from comptoir.ui.addresses import named, numbered


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_a_word_is_remembered_in_each_language_apart() -> None:
    template = Template('{% translate "Close" %}')

    said = {}
    for language in ("en", "fr", "en", "de"):
        with override(language):
            said[language] = template.render(Context())

    assert said == {"en": "Close", "fr": "Fermer", "de": "Schließen"}


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{% translate word %}", "A &amp; B"),
        ('{% translate "Close" as said %}[{{ said }}]', "[Close]"),
        ('{% translate "A & B" %}', "A & B"),
    ],
)
def test_words_that_vary_are_not_remembered(source: str, shown: str) -> None:
    assert drawn(source, word="A & B") == shown


def test_an_icon_of_a_variable_is_drawn_each_time() -> None:
    template = Template("{% icon name %}")

    signs = [template.render(Context({"name": name})) for name in ("close", "check")]

    assert ["#close" in signs[0], "#check" in signs[1]] == [True, True]


@pytest.mark.parametrize("number", [0, 5, 41_872])
def test_a_numbered_address_is_the_one_that_django_finds(number: int) -> None:
    expected = reverse("conversations:assign", args=[number])

    assert numbered("conversations:assign", number) == expected
    assert drawn("{% url 'conversations:assign' n %}", n=number) == expected


@pytest.mark.parametrize(
    "source",
    [
        "{% url 'conversations:inbox' 'mine' %}",
        "{% url 'conversations:inbox' view %}",
        "{% url 'conversations:inbox' view as found %}{{ found }}",
    ],
)
def test_other_addresses_are_found_as_ever(source: str) -> None:
    assert drawn(source, view="mine") == "/inbox/mine/"


@pytest.mark.parametrize(
    ("source", "args"),
    [
        ("{% url 'conversations:conversation' view n %}", ["mine", 5]),
        ("{% url 'conversations:conversation' 'all' 5 %}", ["all", 5]),
        ("{% url 'conversations:inbox' view=view %}", ["mine"]),
    ],
)
def test_an_address_of_several_parts_is_the_one_that_django_finds(
    source: str, args: list[str | int]
) -> None:
    name = source.split("'")[1]

    found = drawn(source, view="mine", n=5)

    assert found == escape(reverse(name, args=args)) == escape(named(name, *args))


def test_an_address_that_is_nowhere_is_refused_each_time() -> None:
    template = Template("{% url 'conversations:nowhere' %}")

    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            template.render(Context())


def test_a_script_prefix_is_not_forgotten(under: Callable[[str], None]) -> None:
    before = numbered("conversations:assign", 5)
    template = Template("{% url 'conversations:home' %}")
    template.render(Context())

    under("/desk/")

    assert (before, numbered("conversations:assign", 5)) == ("/c/5/assign/", "/desk/c/5/assign/")
    assert named("conversations:inbox", "mine") == "/desk/inbox/mine/"
    assert template.render(Context()) == "/desk/"


@pytest.fixture
def under() -> object:
    from django.urls import get_script_prefix, set_script_prefix

    prefix = get_script_prefix()
    yield set_script_prefix
    set_script_prefix(prefix)


def test_pages_of_both_doors_lead_on_below_their_own_path(rf: RequestFactory) -> None:
    template = Template("{% url 'visiting:enter' %} {% url 'visiting:link' token %}")

    shown = []
    for door in ("space", "seller", "space"):
        request = rf.get(f"/{door}/sign-in/")
        request.resolver_match = resolve(request.path)
        shown.append(template.render(RequestContext(request, {"token": "abc"})))

    space, seller = (f"/{each}/sign-in/ /{each}/sign-in/abc/" for each in ("space", "seller"))
    assert shown == [space, seller, space]
