"""Django's own tags, which work out again on every page what never changes; ours remember it."""

from collections.abc import Callable

from django.template import Library
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.template.library import SimpleNode
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

from comptoir.ui.addresses import numbered
from comptoir.ui.assets import current

register = Library()


class Remembered(Node):
    """What a node said, once for each language and version of the assets."""

    child_nodelists = ()

    def __init__(self, node: Node) -> None:
        self.node = node
        self.said: dict[tuple[str | None, str], str] = {}

    def render(self, context: Context) -> str:
        key = (get_language(), current().version)
        if key not in self.said:
            self.said = {**self.said, key: self.node.render(context)}
        return self.said[key]


class NumberedURLNode(URLNode):
    """An address that holds one number: only the number is put in."""

    def render(self, context: Context) -> str:
        number = self.args[0].resolve(context)
        if type(number) is not int:
            return super().render(context)
        return numbered(self.view_name.var, number)


def remembering(compiled: Callable[[Parser, Token], Node]) -> Callable[[Parser, Token], Node]:
    """The same tag; where it stands with nothing but literals, it is drawn once."""

    def compile_once(parser: Parser, token: Token) -> Node:
        node = compiled(parser, token)
        return Remembered(node) if isinstance(node, SimpleNode) and _is_fixed(node) else node

    return compile_once


def _is_fixed(node: SimpleNode) -> bool:
    given = [*node.args, *node.kwargs.values()]
    return not node.target_var and not node.takes_context and all(map(_is_literal, given))


def _is_literal(expression: FilterExpression) -> bool:
    return not expression.is_var and not expression.filters


@register.tag
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """`{% translate %}`, remembered where it names its words and not a variable."""
    node: TranslateNode = do_translate(parser, token)
    words = node.filter_expression
    is_fixed = not words.filters and getattr(words.var, "literal", None) is not None
    return Remembered(node) if is_fixed and not (node.asvar or node.noop) else node


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """`{% url %}`, with the pattern of an address that holds one number remembered."""
    node: URLNode = parse_url(parser, token)
    is_named = _is_literal(node.view_name) and not node.asvar
    if is_named and len(node.args) == 1 and not node.kwargs:
        return NumberedURLNode(node.view_name, node.args, node.kwargs, node.asvar)
    return node
