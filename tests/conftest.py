"""Profiles of the property tests: the same moderate run everywhere, and a thorough one on demand.

HYPOTHESIS_PROFILE=thorough draws many more examples, at random.

Hypothesis draws constants from the modules that are loaded, so all of them are: else the examples of a test depend on
which tests its process ran before.

Messages are compared in English, whatever the locale of the machine; the tests of languages choose their own.
"""

import importlib
import os
import pkgutil

from hypothesis import HealthCheck, settings

import idx

os.environ["LC_ALL"] = "C.UTF-8"

for module in pkgutil.walk_packages(idx.__path__, "idx."):
    importlib.import_module(module.name)

settings.register_profile(
    "ci",
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("thorough", settings.get_profile("ci"), max_examples=2000, derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
