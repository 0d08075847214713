"""How the tests run: with ``XINHUO_CI`` set the same examples each time, so that a change is judged by what it changed.

Without it hypothesis looks for new examples at every run.
"""

import os

from hypothesis import settings

settings.register_profile("same-each-time", derandomize=True)
settings.register_profile("thorough", max_examples=400, deadline=None)
if os.environ.get("XINHUO_CI"):
    settings.load_profile("same-each-time")
