"""Composites over the index levels of their children, at the ends of growth."""

from pieces import framework, refusals

TREE = (
    "index total {\n  part {\n    level aggregate arithmetic over index {\n      a\n      b\n    }\n    c\n  }\n  c\n}"
)
TURNED = "period,a,b,c\n2015,1,1,1\n2016,1,1,1\n2017,1,-1.8,1\n"


def test_growth_of_a_negative_index_ends_the_index_above_it() -> None:
    """The mean of two levels falls below zero, so its growth is beyond −200 and that of `part` reaches it too."""
    text = framework(TREE, normalise="symmetric_growth(domain = absolute)", link="chain(base = 2015, value = 100)")
    assert ("IDX507", "part") in [(code, place) for code, _, place in refusals(text, TURNED)]
