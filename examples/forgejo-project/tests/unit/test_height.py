import pytest

from tide_tables import height


def test_high_and_low_water() -> None:
    assert height(0, 2.5) == pytest.approx(2.5)
    assert height(6.21, 2.5) == pytest.approx(-2.5)
