"""A gathered template says what the plain one says, from fewer nodes."""

import pytest
from django.template import Context, Template
from django.template.loader import get_template
from django.utils.translation import override

from comptoir.ui.gathering import Loader, gather

SOURCES = [
    'a {% translate "Close" %} b {{ word }} c {% icon "check" %} d',
    '{% if word %}<b>{% translate "Close" %}</b>{% else %}<i>{% translate "Search" %}</i>{% endif %}',
    '{% for each in words %}{% icon "close" %}<p>{{ each }}{% empty %}-{% icon "close" %}{% endfor %}',
    "{% with word as w %}<a>{% icon 'check' %}</a>{{ w }}{% endwith %}",
    "{% for each in words %}{% ifchanged each %}<b>{% icon 'check' %}</b>{% endifchanged %}{% endfor %}",
    '{% partialdef row inline %}<li>{% translate "Close" %}</li>{% endpartialdef %}{% partial row %}',
    "{% dialog 'd' 'Title' %}<p>{% translate 'Close' %}</p>{% enddialog %}",
]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("told", [{"word": "<x>", "words": ["a", "a", "b"]}, {}])
def test_a_gathered_template_says_the_same_in_every_language(
    source: str, told: dict[str, object]
) -> None:
    plain, gathered = Template(source), Template(source)

    gather(gathered.nodelist)

    for language in ("en", "fr", "en"):
        with override(language):
            assert gathered.render(Context(told)) == plain.render(Context(told))


def test_what_stands_between_two_variables_is_one_node() -> None:
    template = Template(SOURCES[0])

    gather(template.nodelist)

    assert [type(node).__name__ for node in template.nodelist] == [
        "Remembered",
        "VariableNode",
        "Remembered",
    ]


def test_pages_are_loaded_gathered_and_once() -> None:
    page = get_template("ui/components/tabbar.html").template

    assert page is get_template("ui/components/tabbar.html").template
    assert isinstance(page.engine.template_loaders[0], Loader)
    assert [type(node).__name__ for node in page.nodelist][::2] == ["Remembered", "Remembered"]
