"""Settings of the property tests, and the one real build that the site's tests share."""

from __future__ import annotations

from hypothesis import settings

# The same examples on every run; `--hypothesis-profile=explore` looks further.
settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("repeatable")
