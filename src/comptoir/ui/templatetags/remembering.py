"""Django's own tags, which work out again on every page what never changes; ours remember it."""

from collections.abc import Callable

from django.template import Library
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.template.library import SimpleNode
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import get_resolver, get_script_prefix
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from comptoir.ui.addresses import named, numbered
from comptoir.ui.assets import current

register = Library()


class Remembered(Node):
    """What a node said, once for each language, version of the assets and prefix of addresses."""

    child_nodelists = ()

    def __init__(self, node: Node) -> None:
        self.node = node
        self.said: dict[tuple[str | None, str, str], str] = {}

    def render(self, context: Context) -> str:
        key = (get_language(), current().version, get_script_prefix())
        if key not in self.said:
            self.said = {**self.said, key: self.node.render(context)}
        return self.said[key]


class NamedURLNode(URLNode):
    """An address of words and numbers: one number is put into its pattern, the rest remembered."""

    def render(self, context: Context) -> str:
        args = [arg.resolve(context) for arg in self.args]
        name = self.view_name.var
        if len(args) == 1 and type(args[0]) is int:
            return numbered(name, args[0])
        if all(isinstance(arg, str) or type(arg) is int for arg in args):
            return (
                conditional_escape(named(name, *args)) if context.autoescape else named(name, *args)
            )
        return super().render(context)


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
    """`{% url %}`, its addresses remembered; with nothing but literals it is drawn once."""
    node: URLNode = parse_url(parser, token)
    if not _is_literal(node.view_name) or node.asvar or node.kwargs:
        return node
    if _depends_on_the_page(node.view_name.var):
        return node
    quick = NamedURLNode(node.view_name, node.args, node.kwargs, node.asvar)
    return Remembered(quick) if all(map(_is_literal, node.args)) else quick


def _depends_on_the_page(name: str) -> bool:
    """Pages that live below several paths, as those of both doors, lead on below their own."""
    return len(get_resolver().app_dict.get(name.partition(":")[0], ())) > 1
