"""Drive feedparser's handlers ourselves: its meaning of every element, our limits, expat without detours.

feedparser gives RSS, RDF and Atom their meaning (the `_start_*` and `_end_*` of its handler classes). What
is replaced here is how bytes reach those methods (`feedparser.parse` opens whatever looks like a file name
or an address), date parsing (`parsers.dates`), sanitising (nothing is shown from here), and what would lose
the source's own words: ids stay as they are, links stay relative unless an `xml:base` says to what. That
also halves the time. feedparser is pinned, and a test compares every entry with `feedparser.parse`.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.parsers.expat import ParserCreate

import feedparser.mixin
from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.util import FeedParserDict

from parsers.feeds.limits import DEEPEST, MOST_ATTRIBUTES
from parsers.values import MOST_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Callable

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
        tags = dict.setdefault(self._get_context(), "tags", [])
        if len(tags) >= MOST_CATEGORIES:
            self.crowded = self.crowded or bool(self.inentry)
        elif term or scheme or label:
            tag = FeedParserDict(term=term, scheme=scheme, label=label)
            if tag not in tags:
                tags.append(tag)

    def _sync_author_detail(self: Any, key: str = "author") -> None:
        context = self._get_context()
        text = context.get(key)
        if isinstance(text, str) and len(text) > LONGEST_AUTHOR:
            context[key] = text[:LONGEST_AUTHOR]
        super()._sync_author_detail(key)  # type: ignore[misc]


class _Name(NamedTuple):
    """What the name of an element comes to in feedparser, worked out once a document."""

    tag: str
    key: str  # what it is stored under where feedparser has no handler
    start: str  # handlers
    end: str
    is_plain: bool  # nothing but its handler depends on the name
    leaves_input: bool  # it ends what feedparser takes for an open text input,
    leaves_image: bool  # or an open image


_IN_INPUT = frozenset(("title", "link", "description", "name"))
_IN_IMAGE = frozenset(("title", "link", "description", "url", "href", "width", "height"))
_NOT_PLAIN = frozenset(("feed", "rss", "rdf:rdf", "math", "svg"))
# Elements that feedparser stores in ways of their own.
_STORED_OTHERWISE = frozenset(("title", "link", "description", "content"))
_LISTED = frozenset(("category", "tags", "itunes_keywords"))


class Strict(_Meaning, StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    """A well-formed document: expat's events, named as feedparser names elements and attributes.

    Most elements of most feeds are plain: no attributes, no markup in them, outside of any content.
    For these the shorter ways here come to the same as feedparser's own, at a third of the time.
    """

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self.decls: dict[str, str]
        self._names: dict[str, _Name] = {}

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
        known = self._names.get(name) or self._name(name)
        if attributes or self.decls or not known.is_plain:
            self.unknown_starttag(known.tag, self._attributes(name, attributes))
        elif self.incontent or self.baseuri != self.document:
            self.unknown_starttag(known.tag, [])
        else:
            self._start_plain(known)

    def _start_plain(self, known: _Name) -> None:
        self.depth += 1
        self.basestack.append(self.baseuri)
        self.lang = self.lang or None
        self.langstack.append(self.lang)
        if known.leaves_input:
            self.intextinput = 0
        if known.leaves_image:
            self.inimage = 0
        handler = getattr(self, known.start, None)
        try:
            if handler is None:
                self.push(known.key, 1)
            else:
                handler({})
        except AttributeError:
            self.push(known.key, 1)  # as feedparser does
        except RAISED:
            self.stumbled += 1

    def _end(self, name: str) -> None:
        known = self._names.get(name) or self._name(name)
        if self.incontent or self.svgOK or not known.is_plain or not (self.basestack and self.langstack):
            self.unknown_endtag(known.tag)
            return
        handler = getattr(self, known.end, None)
        try:
            if handler is None:
                self.pop(known.key)
            else:
                self._end_known(handler, known.key)
        except RAISED:
            self.stumbled += 1
        self._leave()

    def _end_known(self, handler: Callable[[], object], key: str) -> None:
        try:
            handler()
        except AttributeError:
            self.pop(key)  # as feedparser does

    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        """Close an element; a plain one of an entry needs none of what feedparser does to content."""
        stack = self.elementstack
        if (
            not (stack and stack[-1][0] == element and stack[-1][1] and self.inentry)
            or self.incontent
            or self.contentparams
            or self.insource
            or element in _STORED_OTHERWISE
        ):
            return super().pop(element, strip_whitespace)
        text = "".join(stack.pop()[2])
        text = text.strip() if strip_whitespace else text
        if text and element in self.can_be_relative_uri:
            text = self.resolve_uri(text)
        if not text.isascii():
            text = _mended(text)
        if element not in _LISTED:
            entry = self.entries[-1]
            depths = self.property_depth_map.setdefault(entry, {})
            if self.depth <= depths.get(element, self.depth):
                depths[element] = self.depth
                entry[element] = text
        return text

    def _name(self, name: str) -> _Name:
        """Return feedparser's name for an element, with its own prefix or else the feed's."""
        uri, local, _ = _parts(name)
        prefix = self._matchnamespaces.get(uri.lower())
        if prefix is None and uri:
            prefix = next(
                (known for known, value in self.namespaces_in_use.items() if known and value == uri), None
            )
        tag = f"{prefix}:{local}".lower() if prefix else local.lower()
        before, _, after = tag.rpartition(":") if tag.count(":") < 2 else tag.partition(":")
        before = self.namespacemap.get(before, before)
        key = f"{before}_{after}" if before else after
        known = self._names[name] = _Name(
            tag=tag,
            key=key,
            start=f"_start_{key}",
            end=f"_end_{key}",
            is_plain=tag not in _NOT_PLAIN and not tag.endswith(("math", "svg")),
            leaves_input=not before and tag not in _IN_INPUT,
            leaves_image=not before and tag not in _IN_IMAGE,
        )
        return known

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


def _mended(text: str) -> str:
    """Mend text that was UTF-8 and was read as Latin-1, or Windows-1252 that was called so."""
    with suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(feedparser.mixin._cp1252)


def _refuse_entity(*_: object) -> None:
    raise ValueError("the document defines entities")
