"""Frameworks of several trees that share what stands below them."""

from pieces import evaluated, framework

TREES = "index one {\n  a\n  b\n}\nindex other {\n  a\n  b\n}"
LATE = "indicator,period,value\na,2021,1\na,2022,2\nb,2020,3\nb,2021,3\nb,2022,3\n"


def test_two_trees_may_share_an_indicator_that_has_no_value_at_their_base() -> None:
    """The base is looked for once for both, since their links are alike."""
    text = framework(TREES, normalise="symmetric_growth", link="chain(base = 2020, value = 100)")
    indices = evaluated(text, LATE).indices
    assert indices["a"].to_list() == [None, None, None]
    assert indices["b"].to_list() == [100, 100, 100]
