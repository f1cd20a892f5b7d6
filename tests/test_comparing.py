"""Like is compared with like: every other comparison is refused or stands beside, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picketwire.comparing import Comparison, Offer, Yardstick, compare
from picketwire.places import countries, named
from picketwire.records import PER_YEAR, Basis, Pay, Period, RoleKind, StatedBy
from tests.builders import benchmark

PAY = Pay(low=Decimal(300000), high=Decimal(900000), currency="USD", period="year", basis="total")
KIND = RoleKind(family="ai-product-management", family_rule="AI beside product management")
OFFER = Offer(
    title="Product Manager, Machine Learning Platform",
    pay=(PAY,),
    role=KIND,
    places=("Los Gatos, California, United States of America",),
    country="US",
    day=date(2023, 7, 24),
    parties=frozenset({"netflix", "sag-aftra"}),
)
FIGURE = benchmark()
ANYBODY = RoleKind()


def held(
    offer: dict[str, Any] | None = None,
    pay: dict[str, Any] | None = None,
    kind: RoleKind = KIND,
    **figure: Any,
) -> Comparison:
    """Compare the one posting with the one figure, with some fields of either changed."""
    own = replace(OFFER, **{"pay": (replace(PAY, **(pay or {})),)} | (offer or {}))
    [found] = compare(own, [Yardstick(benchmark=replace(FIGURE, **figure), kind=kind)])
    return found


def test_like_against_like_is_a_ratio_of_floor_middle_and_ceiling():
    found = held()
    assert (found.verdict, found.reasons) == ("ratio", ())
    assert (found.low, found.midpoint, found.high) == (Decimal("1.67"), Decimal("3.33"), Decimal("5.00"))


REFUSED = [
    ("base pay", {"basis": "base"}, "total pay against base pay"),
    ("on-target earnings", {"basis": "ote"}, "total pay against on-target earnings"),
    ("another currency", {"currency": "GBP"}, "USD against GBP"),
    ("another country", {"place": "United Kingdom"}, "against United Kingdom"),
    ("another state's country", {"place": "Toronto, Ontario"}, "against Toronto, Ontario"),
    ("another employer's people", {"organization": "disney"}, "about the people of disney"),
]


@pytest.mark.parametrize(("figure", "why"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_unlike_figures_are_refused_with_the_reason(figure, why):
    found = held(**figure)
    assert found.verdict == "refused"
    assert why in found.reasons[0]
    assert (found.low, found.midpoint, found.high) == (None, None, None)


PAID_OTHERWISE = [
    ("no currency", {"currency": None}, "refused", "no stated currency against USD"),
    ("no period", {"period": None}, "refused", "does not say per what"),
    ("the board's guess", {"stated_by": "board-estimate"}, "refused", "an estimate by the board"),
    ("the press's word", {"stated_by": "press"}, "refused", "not the employer's word"),
    ("unknown basis", {"basis": "unknown"}, "beside", "does not say whether its pay is total pay"),
]


@pytest.mark.parametrize(
    ("pay", "verdict", "why"), [c[1:] for c in PAID_OTHERWISE], ids=[c[0] for c in PAID_OTHERWISE]
)
def test_pay_that_is_not_of_the_same_kind_gets_no_ratio(pay, verdict, why):
    found = held(pay=pay)
    assert (found.verdict, found.high) == (verdict, None)
    assert why in found.reasons[0]


def test_two_unknown_bases_are_not_taken_for_one():
    found = held(pay={"basis": "unknown"}, basis="unknown")
    assert (found.verdict, found.reasons) == ("beside", ("neither says whether it is base or total pay",))


def test_a_figure_of_unknown_basis_is_not_taken_for_that_of_the_posting():
    assert held(basis="unknown").reasons == ("the figure does not say whether it is total pay",)


def test_a_posting_without_pay_is_refused_and_says_so():
    found = held(offer={"pay": ()})
    assert (found.verdict, found.pay, found.reasons) == ("refused", None, ("the posting states no pay",))


ROLES = [
    (
        "another family",
        {"kind": RoleKind(family="engineering")},
        "another role: “AI product manager” is engineering",
    ),
    ("a role that no rule knows", {"kind": ANYBODY}, "its title does not say “AI product manager”"),
]


@pytest.mark.parametrize(("more", "why"), [c[1:] for c in ROLES], ids=[c[0] for c in ROLES])
def test_another_role_is_refused_and_does_not_concern_the_posting(more, why):
    found = held(**more)
    assert (found.verdict, found.concerned) == ("refused", False)
    assert why in found.reasons[0]


def test_a_role_that_no_rule_knows_fits_by_its_words():
    offer = {"title": "Trailer Copywriters, Promo", "role": ANYBODY}
    assert held(offer=offer, kind=ANYBODY, role="copywriter of trailers").verdict == "ratio"


def test_a_figure_for_every_kind_of_work_fits_every_posting():
    assert held(kind=ANYBODY, role=None, offer={"role": ANYBODY}).verdict == "ratio"


@pytest.mark.parametrize(("own", "verdict"), [("senior", "ratio"), (None, "beside"), ("junior", "refused")])
def test_a_figure_for_one_level_wants_that_level(own, verdict):
    kind = replace(KIND, seniority="senior")
    assert held(kind=kind, offer={"role": replace(KIND, seniority=own)}).verdict == verdict


PLACES = [
    (("London, United Kingdom",), "US", "United States", "refused"),
    (("London, United Kingdom", "Remote, US"), "US", "US", "ratio"),
    (("London",), "US", "US", "refused"),
    (("Los Gatos",), None, "US", "ratio"),
    (("Little Hamlet",), "US", "US", "beside"),
    ((), "US", "US", "beside"),
    (("Burbank, CA",), "US", "California", "ratio"),
    (("Albuquerque, New Mexico",), "US", "California", "beside"),
    (("Remote, Canada",), "US", "US", "refused"),
    (("Anywhere",), None, None, "ratio"),
]


@pytest.mark.parametrize(("places", "country", "place", "verdict"), PLACES)
def test_a_figure_for_a_place_wants_a_posting_there(places, country, place, verdict):
    assert held(offer={"places": places, "country": country}, place=place).verdict == verdict


def test_an_old_figure_stands_beside_and_gets_no_ratio():
    found = held(date=date(2019, 1, 1))
    assert found.verdict == "beside"
    assert "more than two years apart" in found.reasons[0]


def test_periods_are_brought_to_a_year_and_the_way_is_told():
    hourly = {"low": Decimal(50), "high": Decimal(100), "period": "hour"}
    found = held(pay=hourly, figure=Decimal(13000), period="month")
    assert (found.low, found.high) == (Decimal("0.67"), Decimal("1.33"))
    assert "a year taken as 2,080 hours and 12 months" in {g.text for g in found.grounds}


def test_an_open_end_has_no_ratio_of_its_own():
    found = held(pay={"low": None})
    assert (found.low, found.midpoint, found.high) == (None, None, Decimal("5.00"))


SHARE = {"statistic": "share_below", "figure": Decimal(26000), "share": Decimal(87), "basis": "unknown"}


def test_a_share_below_a_threshold_stands_beside_with_multiples_of_the_threshold():
    found = held(kind=ANYBODY, role="member of SAG-AFTRA", organization="sag-aftra", **SHARE)
    assert (found.verdict, found.low, found.high) == ("beside", Decimal("11.54"), Decimal("34.62"))
    assert found.midpoint is None, "a middle would look like an average"
    assert found.reasons == ("a share of people below a threshold is no average",)


def test_a_share_of_people_who_have_nothing_to_do_with_the_posting_is_refused():
    found = held(kind=ANYBODY, organization="wga", **SHARE)
    assert (found.verdict, found.concerned) == ("refused", False)


def test_of_several_bands_the_one_on_the_same_basis_is_compared():
    base = replace(PAY, low=Decimal(200000), high=Decimal(400000), basis="base")
    found = held(offer={"pay": (PAY, base)}, basis="base", figure=Decimal(100000))
    assert (found.pay, found.high) == (base, Decimal(4))


def test_ratios_come_first_and_what_is_about_others_last():
    figures = [
        Yardstick(benchmark=replace(FIGURE, slug="other", role="nurse"), kind=RoleKind(family="services")),
        Yardstick(benchmark=replace(FIGURE, slug="base", basis="base"), kind=KIND),
        Yardstick(benchmark=replace(FIGURE, slug="like"), kind=KIND),
        Yardstick(benchmark=replace(FIGURE, slug="old", date=date(2001, 1, 1)), kind=KIND),
    ]
    assert [c.benchmark.slug for c in compare(OFFER, figures)] == ["like", "old", "base", "other"]


amounts = st.none() | st.decimals(0, 10**7, places=2)


any_pay = st.fixed_dictionaries(
    {
        "low": amounts,
        "high": amounts,
        "currency": st.sampled_from(["USD", "GBP", None]),
        "period": st.sampled_from([*get_args(Period), None]),
        "basis": st.sampled_from(get_args(Basis)),
        "stated_by": st.sampled_from(get_args(StatedBy)),
    }
)


@given(
    pay=any_pay,
    basis=st.sampled_from(get_args(Basis)),
    period=st.sampled_from(get_args(Period)),
    figure=st.decimals(1, 10**6, places=2),
)
def test_a_ratio_is_only_ever_one_of_like_to_like(pay, basis, period, figure):
    found = held(pay=pay, basis=basis, period=period, figure=figure)
    if found.verdict == "ratio":
        assert (pay["currency"], pay["basis"]) == ("USD", basis)
        assert basis != "unknown"
        assert pay["stated_by"] in {"employer-field", "employer-text"}
        if pay["high"] is not None:
            times = pay["high"] * PER_YEAR[pay["period"]] / (figure * PER_YEAR[period])
            assert found.high == times.quantize(Decimal("0.01"))
    else:
        assert found.reasons
        assert (found.low, found.midpoint, found.high) == (None, None, None)


@pytest.mark.parametrize(
    ("place", "home", "said"),
    [
        ("Los Gatos, California, United States of America", None, {"los gatos", "california", "US"}),
        ("Berlin, DE", "DE", {"berlin", "DE"}),
        ("Wilmington, DE", "US", {"wilmington", "delaware", "US"}),
        ("Wiesbaden, DE", None, {"wiesbaden", "de"}),
        ("San Mateo, CA", "FR", {"san mateo", "ca"}),
        ("San Mateo, CA", None, {"san mateo", "california", "US"}),
        ("Toronto, CA", "US", {"toronto", "CA"}),
        ("Berlin", "US", {"berlin", "DE"}),
        ("London, Ontario, Canada", None, {"london", "ontario", "CA"}),
        ("Paris, Texas", None, {"paris", "texas", "US"}),
        ("HYBRID/ON-SITE", None, set()),
        ("Remote (US or Canada)", None, {"US", "CA"}),
        ("Onsite in Boston, MA only", None, {"boston", "massachusetts", "US"}),
        ("Atlanta, GA, 30345", None, {"atlanta", "georgia", "30345", "US"}),
        ("Bangalore, IN, India", "US", {"bangalore", "IN"}),
        ("US-CA-Menlo Park", None, {"US", "california", "menlo park"}),
        ("Remote - US", None, {"US"}),
        ("Toronto, ON", None, {"toronto", "ontario", "CA"}),
        ("New Mexico", None, {"new mexico", "US"}),
        ("Tbilisi, Georgia", None, {"tbilisi", "georgia"}),
    ],
)
def test_countries_and_states_are_read_and_what_is_in_doubt_stays_in_doubt(place, home, said):
    assert named(place, home) == said


@given(st.text(), st.none() | st.sampled_from(["US", "DE", "CA"]))
def test_any_place_can_be_read(place, home):
    assert countries(named(place, home)) <= named(place, home)


@pytest.mark.parametrize("turned", [False, True])
def test_of_bands_that_fit_alike_the_one_with_the_highest_upper_end_is_held(turned):
    """In whatever order a posting states them; a band of another currency is none that fits."""
    bands = (PAY, replace(PAY, low=Decimal(100000), high=Decimal(200000)), replace(PAY, currency="CAD"))
    found = held({"pay": bands[::-1] if turned else bands})
    assert (found.verdict, found.pay) == ("ratio", PAY)
