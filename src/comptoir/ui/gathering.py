"""Templates as they are kept: what stands still between two variables is one piece of text."""

from collections.abc import Iterator
from itertools import groupby

from django.template import Template
from django.template.base import Node, NodeList, Origin, TextNode
from django.template.context import Context
from django.template.defaulttags import IfNode
from django.template.loaders import base, cached

from comptoir.ui.templatetags.remembering import Remembered


class Run(Node):
    """Text, fixed words, icons and addresses that follow each other without a variable."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes

    def render(self, context: Context) -> str:
        return "".join([node.render(context) for node in self.nodes])


class _Gathering(base.Loader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        gather(template.nodelist)
        return template


class Loader(cached.Loader, _Gathering):
    """The loader of Django that keeps templates; each is gathered before anybody renders it."""


def gather(nodes: NodeList) -> None:
    """Make one node of each run of fixed ones, here and in every node below."""
    for node in nodes:
        for below in _below(node):
            gather(below)
    runs = groupby(list(nodes), key=lambda node: isinstance(node, TextNode | Remembered))
    nodes[:] = [node for is_fixed, run in runs for node in _gathered(list(run), is_fixed)]


def _gathered(run: list[Node], is_fixed: bool) -> list[Node]:
    if not is_fixed or len(run) == 1:
        return run
    one = Remembered(Run(run))
    one.token, one.origin = run[0].token, run[0].origin
    return [one]


def _below(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (nodelist for _condition, nodelist in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        if isinstance(below := getattr(node, name, None), NodeList):
            yield below
