"""Several people at one server: nobody meets an error, and drafts that wait begin in the order they were asked for."""

import sys

import pytest

from tests.bench.load import run
from tests.bench.load_figures import report


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory and processor time are read from /proc")
def test_people_at_one_server_do_not_disturb_each_other() -> None:
    figures = run(15, 8, 2)
    report(figures)
    assert figures.errors == []
    assert figures.drafts and figures.times
    assert (figures.risen(), figures.out_of_turn()) == (0, 0)
