"""The one rule of equality: which numbers are the same when they are held against one another.

Numbers that are computed from others are equal that agree to twelve significant digits: in what lies beyond, sums of
the same numbers differ by the order in which they were added, and quotients of equal ones by their rounding. What is
nothing beside the largest of those that it stands among is zero: what cancels out leaves any digits.
"""

SIGNIFICANT = 12
NOTHING = 10.0**-SIGNIFICANT
