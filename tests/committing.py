"""Who commits and when in the tests, so that hashes are the same everywhere; nobody's own settings."""

import os

GIT = {
    **{
        f"GIT_{role}_{what}": text for role in ("AUTHOR", "COMMITTER") for what, text in (("NAME", "A"), ("EMAIL", "a"))
    },
    **{f"GIT_{role}_DATE": "2025-01-01T00:00:00Z" for role in ("AUTHOR", "COMMITTER")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
