"""The table of topics (事由)."""

import pytest

from tasks_app.domain.topics import MANNERS, NOT_MAILED, About, about_of


def test_every_kind_has_its_manner_and_is_known_by_its_key() -> None:
    assert set(MANNERS) == set(About)
    assert [about_of(f"{about}:1:2") for about in About] == list(About)
    assert NOT_MAILED == ("extension:",)


def test_a_key_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        about_of("17")
