"""Small values that all parsers share."""

from __future__ import annotations

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st
from w3lib.url import safe_url_string

from picketwire.urls import resolve

_HOST = st.from_regex(r"[a-z0-9-]{1,4}(\.[a-z0-9-]{1,5}){1,2}", fullmatch=True)
_PATH = st.from_regex(r"(/[A-Za-z0-9_~.-]{0,5}){0,4}", fullmatch=True)
_QUERY = st.from_regex(r"(\?[A-Za-z0-9_~.=&-]{0,6})?", fullmatch=True)


@given(st.sampled_from(["http", "https"]), _HOST, _PATH, _QUERY)
def test_a_clean_address_is_what_resolving_and_escaping_would_make_of_it(
    scheme: str, host: str, path: str, query: str
) -> None:
    """The short way of `urls.resolve` may not change a single address."""
    link = f"{scheme}://{host}{path}{query}"
    for base in ("https://base.example/a/b", f"{scheme}://{host}/x/y?z"):
        try:
            expected = safe_url_string(urljoin(base, link))
        except (ValueError, UnicodeError):
            expected = None
        assert resolve(base, link) == expected
