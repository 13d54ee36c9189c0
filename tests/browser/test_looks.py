"""The desk at three widths, light and dark, with letters in nine languages on it."""

from email.message import EmailMessage

import pytest
from django.test import Client

from comptoir.accounts.models import Member, MemberGrant
from comptoir.channels import packs as channel_packs
from comptoir.channels.models import Channel
from comptoir.channels.services import receive
from comptoir.conversations import packs
from comptoir.conversations.models import Conversation
from comptoir.deadlines import packs as deadline_packs
from comptoir.kit.actor import Actor, ActorKind
from tests.browser.hands import until

SIZES = [(1440, 900), (1024, 768), (390, 844)]
LETTERS = [
    ("Camille Laurent", "Vase arrivé cassé", "Bonjour, le col du vase est cassé. Pourriez-vous m’en envoyer un autre ?"),
    ("Мария Соколова", "Где мой возврат?", "Здравствуйте! Прошло уже двенадцать дней, а деньги так и не пришли."),
    ("Lena Großmann-Hinterhuber", "Rücksendekostenübernahmeerklärungsformular", "Guten Tag, wer trägt die Kosten der Rücksendung?"),
    ("يوسف العامري", "المنتج مختلف", "مرحبا، وصلني منتج مختلف عن الصورة."),
    ("山田 花子", "花瓶の色について", "届いた花瓶の色が写真と違います。交換できますか。"),
    ("Giulia Ferraro", "Taglia sbagliata", "Buongiorno, la taglia non corrisponde alla scheda del prodotto."),
    ("Lucía Moreno", "Cambio de talla", "Hola, ¿puedo cambiarlo por la talla 38?"),
    ("Marta Oliveira", "Reembolso", "Bom dia, fico a aguardar o reembolso da encomenda."),
    ("Tom Hughes", "Marked delivered, but nothing is here", "Hello, the parcel is marked as delivered, but it never came."),
]  # fmt: skip

# Every visible text: its size, and its contrast with what lies behind it.
MEASURE = """() => {
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const parse = (text) => {
    const numbers = text.match(/[\\d.]+/g).map(Number);
    return { rgb: numbers.slice(0, 3), alpha: numbers[3] ?? 1 };
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.alpha === 1) return colour.rgb;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!text || element.matches("script, template *, option") || !element.checkVisibility({ visibilityProperty: true })) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const style = getComputedStyle(element);
    const [one, other] = [luminance(parse(style.color).rgb), luminance(ground(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    if (size < 12 || contrast < 4.5) found.push(`${text.slice(0, 40)}: ${size} px, ${contrast.toFixed(2)}`);
  }
  return found;
}"""

SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture
def mailbox(transactional_db: None) -> Channel:
    for each in (packs, deadline_packs, channel_packs):
        each.load()
    channel = Channel.objects.create(
        key="shop", name="Halle & Maison", address="desk@shop.example", language="en"
    )
    for number in range(18):
        arrive(channel, number)
    return channel


def arrive(channel: Channel, number: int, subject: str = "") -> None:
    name, about, text = LETTERS[number % len(LETTERS)]
    mail = EmailMessage()
    mail["From"] = f"{name} <buyer{number}@mail.example>"
    mail["To"] = channel.address
    mail["Subject"] = subject or about
    mail["Message-ID"] = f"<{number}@mail.example>"
    mail.set_content(text)
    receive(by=Actor(ActorKind.CHANNEL, channel.pk), channel=channel, raw=mail.as_bytes())


def sign_in(page, desk_url: str) -> None:
    member = Member.objects.create_user("ines@shop.example", "secret", name="Inès Bernard")
    MemberGrant.objects.create(member=member, role="agent")
    client = Client()
    client.force_login(member)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": desk_url}])


def choose_theme(page, desk_url: str, theme: str) -> None:
    page.context.add_cookies([{"name": "look", "value": f"theme={theme}", "url": desk_url}])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_word_can_be_read_and_nothing_runs_over_the_edge(
    page, desk_url: str, mailbox: Channel, width: int, height: int
) -> None:
    sign_in(page, desk_url)
    page.set_viewport_size({"width": width, "height": height})
    first = Conversation.objects.order_by("pk").values_list("pk", flat=True)[0]

    for theme in ("light", "dark"):
        choose_theme(page, desk_url, theme)
        for address in ("/", f"/inbox/waiting/{first}/", "/ui/", "/search/?q=vase"):
            page.goto(address)
            page.evaluate("document.fonts.ready")

            assert page.evaluate(MEASURE) == [], (address, theme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.errors == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_letter_and_the_composer_are_seen_without_scrolling(
    page, desk_url: str, mailbox: Channel, width: int, height: int
) -> None:
    sign_in(page, desk_url)
    page.set_viewport_size({"width": width, "height": height})
    first = Conversation.objects.order_by("pk").values_list("pk", flat=True)[0]

    page.goto(f"/inbox/waiting/{first}/")

    for selector in (".letter", ".draft"):
        box = page.locator(selector).first.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height


def test_twelve_rows_fit_and_one_button_has_the_accent(
    page, desk_url: str, mailbox: Channel
) -> None:
    sign_in(page, desk_url)
    first = Conversation.objects.order_by("pk").values_list("pk", flat=True)[0]

    page.goto(f"/inbox/waiting/{first}/")

    bottoms = page.evaluate(
        "[...document.querySelectorAll('#rows .row')].map((r) => r.getBoundingClientRect().bottom)"
    )
    assert len([bottom for bottom in bottoms if bottom <= 900]) >= 12
    accents = ".btn.main:visible >> visible=true"
    labels = [text for text in page.locator(accents).all_inner_texts() if text.strip()]
    assert labels == ["Send to buyer"]


def test_nothing_moves_when_a_mail_arrives(page, desk_url: str, mailbox: Channel, work) -> None:
    sign_in(page, desk_url)
    page.add_init_script(SHIFTS)
    page.goto("/")
    page.wait_for_selector("#rows .row")
    page.wait_for_timeout(1000)
    page.evaluate("window.shifted = 0")

    arrive(mailbox, 40, "Is the lamp there in blue?")

    page.wait_for_selector("[data-newer]:not([hidden])")
    assert page.evaluate("window.shifted") == 0
    before = page.locator("#rows .row").count()
    page.click("[data-newer]")
    until(page, f"document.querySelectorAll('#rows .row').length === {before + 1}")


def test_the_keys_walk_open_write_and_show_themselves(
    page, desk_url: str, mailbox: Channel
) -> None:
    sign_in(page, desk_url)
    page.goto("/")
    page.wait_for_selector("#rows .row")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(".letter")
    page.keyboard.press("n")
    page.wait_for_selector("message-composer[data-mode=note]")
    page.wait_for_function("document.activeElement.matches('.draft')")
    page.keyboard.type("jjj")

    assert page.input_value(".draft") == "jjj"
    assert page.locator("#rows .row").nth(1).get_attribute("aria-current") == "true"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert "Next conversation" in page.inner_text("#key-sheet")


def test_the_theme_and_the_widths_are_kept(page, desk_url: str, mailbox: Channel) -> None:
    sign_in(page, desk_url)
    page.goto("/")

    page.click(".rail [data-theme-switch]")
    page.focus("pane-edge")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.reload()

    root = page.locator("html")
    assert root.get_attribute("data-theme") == "light"
    assert root.get_attribute("data-list") == "380"
    assert page.locator("#list").bounding_box()["width"] == 380
