"""Where statistics of a framework begin to be worth a look, and where these thresholds come from.

They are rules of thumb, and the Handbook's advice is to look with them, not to decide by them. Whoever disagrees with
a finding says so beside the node: `# allow IDX320: reason`.
"""

from __future__ import annotations

# Below this a correlation of unrelated numbers is often large: with 10 pairs, one in twenty is beyond ±0.63.
LEAST_OBSERVATIONS = 10

# Audits by the JRC take two indicators beyond 0.92 for one that is counted twice; COINr's `get_corr_flags` asks at 0.9.
REDUNDANT = 0.92

# Below 0.3 two measures share less than a tenth of their variance; the JRC's audits call such indicators silent.
SILENT = 0.3

# Nunnally (1978) by way of the Handbook (2008, step 4): 0.7 is acceptable; some ask for 0.8, some are content with 0.6.
COHERENT = 0.7
# With two children alpha says no more than their correlation does.
LEAST_CHILDREN = 3

# The Handbook's successors treat where both are exceeded (COINr: `check_SkewKurt(skew_thresh = 2, kurt_thresh = 3.5)`).
SKEWNESS = 2.0
KURTOSIS = 3.5
