"""Drive feedparser's handlers ourselves: its meaning of every element, our limits, expat without detours.

feedparser gives RSS, RDF and Atom their meaning (the `_start_*` and `_end_*` of its handler classes). What
is replaced here is how bytes reach those methods (`feedparser.parse` opens whatever looks like a file name
or an address), date parsing (`parsers.dates`), sanitising (nothing is shown from here), and what would lose
the source's own words: ids stay as they are, links stay relative unless an `xml:base` says to what.
That also halves the time. feedparser is pinned, and a test compares every entry with `feedparser.parse`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from xml.parsers.expat import ParserCreate

import feedparser.mixin
from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.util import FeedParserDict

from parsers.limits import DEEPEST, MOST_ATTRIBUTES
from parsers.values import MOST_ENTRIES

MOST_CATEGORIES = 200  # of one entry; feedparser looks each up among all before it
MOST_NAMESPACES = 500
LONGEST_AUTHOR = 1_000  # characters; feedparser's search for an address in it is quadratic
_TEXT_BUFFER = 2**17  # bytes of text that expat hands over at once

if not hasattr(feedparser.mixin.make_safe_absolute_uri, "cache_info"):
    # Asked at every start tag, mostly whether the base resolved against itself is the base.
    feedparser.mixin.make_safe_absolute_uri = lru_cache(1024)(feedparser.mixin.make_safe_absolute_uri)


# What feedparser 6.0.14 was seen to raise, or could by the look of it, on documents of no good will.
RAISED = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


class LimitError(Exception):
    """A document goes on beyond what is read of one; what came before stands."""


class _ContentParams(dict[str, Any]):
    """feedparser's note of what kind of content is open: copied for every text, so copying must be cheap."""

    def __deepcopy__(self, memo: object) -> FeedParserDict:
        return FeedParserDict(self)


class _Meaning:
    """Where we differ from feedparser's own handlers, for well-formed documents and others alike."""

    most_tags = 500_000  # of one document: some three seconds
    can_be_relative_uri = feedparser.mixin._FeedParserMixin.can_be_relative_uri - {"id"}

    def __init__(self, base: str) -> None:
        super().__init__(base, None, "utf-8")  # type: ignore[call-arg]  # the next class is feedparser's
        self.document = feedparser.mixin.make_safe_absolute_uri(base, base)  # as feedparser will write it
        self.resolve_relative_uris = self.sanitize_html = False
        self.contentparams = _ContentParams()
        self.crowded = False  # categories were left out
        self.stumbled = 0  # elements that a handler raised on
        self.tags = 0

    def count_tag(self) -> None:
        """Stop at the tag that is one too many."""
        self.tags += 1
        if self.tags > self.most_tags:
            raise LimitError(f"more than {self.most_tags} tags")

    def unknown_starttag(self: Any, tag: str, attributes: list[tuple[str, str]]) -> None:
        """Do as feedparser does; an element that its handler stumbles over costs itself only."""
        try:
            super().unknown_starttag(tag, attributes)  # type: ignore[misc]
        except RAISED:  # comes last, when all about the element has been noted
            self.stumbled += 1

    def unknown_endtag(self: Any, tag: str) -> None:
        """Do as feedparser does; an element that its handler stumbles over costs itself only."""
        depth = self.depth
        try:
            super().unknown_endtag(tag)  # type: ignore[misc]
        except RAISED:
            self.stumbled += 1
            if self.depth == depth:
                self._leave()

    def _leave(self: Any) -> None:
        """Do what feedparser does after the handler of an end tag."""
        for stack in (self.basestack, self.langstack):
            if stack:
                stack.pop()
        self.baseuri = self.basestack[-1] if self.basestack else self.baseuri
        self.lang = self.langstack[-1] if self.langstack else self.lang
        self.depth -= 1

    def resolve_uri(self: Any, uri: str) -> str:
        """Leave a link as it is unless an `xml:base` is in force; the caller knows better bases."""
        return uri if self.baseuri == self.document else super().resolve_uri(uri)  # type: ignore[misc]

    def push_content(self: Any, tag: str, attrs_d: Any, default: str, expecting_text: int) -> None:
        """Do as feedparser does, with a note that is cheap to ask and to copy."""
        self.incontent += 1
        if self.lang:
            self.lang = self.lang.replace("_", "-")
        kind = self.map_content_type(attrs_d.get("type", default))
        self.contentparams = _ContentParams(type=kind, language=self.lang, base=self.baseuri)
        self.contentparams["base64"] = self._is_base64(attrs_d, self.contentparams)
        self.push(tag, expecting_text)

    def track_namespace(self: Any, prefix: str | None, uri: str) -> None:
        """Stop noting namespaces when there are more than any feed has."""
        if len(self.namespaces_in_use) < MOST_NAMESPACES:
            super().track_namespace(prefix, uri)  # type: ignore[misc]

    def _start_item(self: Any, attrs_d: Any) -> None:
        if len(self.entries) >= MOST_ENTRIES:
            raise LimitError(f"more than {MOST_ENTRIES} entries")
        super()._start_item(attrs_d)  # type: ignore[misc]

    _start_entry = _start_item

    def _end_guid(self: Any) -> None:
        value = self.pop("id")
        self._save("guidislink", self.guidislink and "link" not in self._get_context())
        if (
            self.guidislink and value and ("//" in value or value[0] == "/")
        ):  # many are called links and are none
            self._save("link", self.resolve_uri(value))

    _end_id = _end_guid

    # What only abstracts an entry never counts as its content, wherever it stands.
    def _start_media_description(self: Any, attrs_d: Any) -> None:
        self.push_content("media_description", attrs_d, "text/plain", 1)

    def _end_media_description(self: Any) -> None:
        self.pop_content("media_description")

    def _start_itunes_summary(self: Any, attrs_d: Any) -> None:
        self.push_content("itunes_summary", attrs_d, "text/plain", 1)

    def _end_itunes_summary(self: Any) -> None:
        self.pop_content("itunes_summary")

    def _end_published(self: Any) -> None:
        self.pop("published")

    _end_issued = _end_pubdate = _end_published

    def _end_updated(self: Any) -> None:
        self.pop("updated")

    _end_modified = _end_lastbuilddate = _end_updated

    def _end_created(self: Any) -> None:
        self.pop("created")

    def _end_expirationdate(self: Any) -> None:
        self.pop("expired")

    def _add_tag(self: Any, term: str | None, scheme: str | None, label: str | None) -> None:
        if len(self._get_context().setdefault("tags", [])) < MOST_CATEGORIES:
            super()._add_tag(term, scheme, label)  # type: ignore[misc]
        else:
            self.crowded = self.crowded or bool(self.inentry)

    def _sync_author_detail(self: Any, key: str = "author") -> None:
        context = self._get_context()
        text = context.get(key)
        if isinstance(text, str) and len(text) > LONGEST_AUTHOR:
            context[key] = text[:LONGEST_AUTHOR]
        super()._sync_author_detail(key)  # type: ignore[misc]


class Strict(_Meaning, StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    """A well-formed document: expat's events, named as feedparser names elements and attributes."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self.decls: dict[str, str]
        self._names: dict[str, str] = {}

    def read(self, data: bytes) -> None:
        """Read a whole document; ExpatError if it is not well-formed or defines entities."""
        expat = ParserCreate("utf-8", " ")
        expat.namespace_prefixes = expat.ordered_attributes = expat.buffer_text = True
        expat.buffer_size = _TEXT_BUFFER
        expat.StartNamespaceDeclHandler = self.startPrefixMapping
        expat.StartElementHandler = self._start
        expat.EndElementHandler = self._end
        expat.CharacterDataHandler = self.handle_data
        expat.EntityDeclHandler = _refuse_entity
        expat.Parse(data, True)

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        """Forget names that a new namespace may change."""
        self._names.clear()
        super().track_namespace(prefix, uri)

    def _start(self, name: str, attributes: list[str]) -> None:
        self.count_tag()
        if self.depth >= DEEPEST:
            raise LimitError(f"tags deeper than {DEEPEST}")
        tag = self._names.get(name) or self._name(name)
        if attributes or self.decls or tag.endswith(("math", "svg")):
            self.unknown_starttag(tag, self._attributes(name, attributes))
        else:
            self.unknown_starttag(tag, [])

    def _end(self, name: str) -> None:
        self.unknown_endtag(self._names.get(name) or self._name(name))

    def _name(self, name: str) -> str:
        """Return feedparser's name for an element, with its own prefix or else the feed's."""
        uri, local, _ = _parts(name)
        prefix = self._matchnamespaces.get(uri.lower())
        if prefix is None and uri:
            prefix = next(
                (known for known, value in self.namespaces_in_use.items() if known and value == uri), None
            )
        tag = f"{prefix}:{local}".lower() if prefix else local.lower()
        self._names[name] = tag
        return tag

    def _attributes(self, element: str, attributes: list[str]) -> list[tuple[str, str]]:
        """Return attributes as feedparser's SAX handler does: under its own prefixes and the feed's."""
        named, self.decls = self.decls, {}
        written: dict[str, str] = {}
        uri, local, _ = _parts(element)
        if (uri, local.lower()) in _FOREIGN:
            named["xmlns"] = uri
        pairs = zip(attributes[: 2 * MOST_ATTRIBUTES : 2], attributes[1::2], strict=False)
        for name, value in pairs:
            uri, local, prefix = _parts(name)
            known = self._matchnamespaces.get(uri.lower()) if uri else None
            named[f"{known}:{local}".lower() if known else local.lower()] = value
            if uri:
                written[f"{prefix}:{local}".lower() if prefix else local.lower()] = value
        return list((named | written).items())


class Loose(_Meaning, LooseFeedParser):  # type: ignore[misc]  # feedparser has no types
    """Any document: tags as they come, whether they nest or not."""

    most_tags = 200_000

    def read(self, data: bytes) -> None:
        """Read a whole document; whatever feedparser's scanner stumbles over escapes."""
        self.feed(data.decode(errors="replace"))

    def unknown_starttag(self, tag: str, attributes: list[tuple[str, str]]) -> None:
        """Count a tag, and read it."""
        self.count_tag()
        super().unknown_starttag(tag, attributes)


_FOREIGN = {("http://www.w3.org/1998/Math/MathML", "math"), ("http://www.w3.org/2000/svg", "svg")}


def _parts(name: str) -> tuple[str, str, str]:
    """Split expat's `uri local prefix`; userland's many RSS namespaces are one."""
    if " " not in name:
        return "", name, ""
    uri, _, rest = name.partition(" ")
    local, _, prefix = rest.partition(" ")
    if "backend.userland.com/rss" in uri.lower():
        uri = "http://backend.userland.com/rss"
    return uri, local, prefix


def _refuse_entity(*_: object) -> None:
    raise ValueError("the document defines entities")
