"""Profiles of the property tests: the same moderate run everywhere, and a thorough one on demand.

HYPOTHESIS_PROFILE=thorough draws many more examples, at random.

Messages are compared in English, whatever the locale of the machine; the tests of languages choose their own.
"""

import os

from hypothesis import HealthCheck, settings

os.environ["LC_ALL"] = "C.UTF-8"

settings.register_profile(
    "ci",
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("thorough", settings.get_profile("ci"), max_examples=2000, derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
