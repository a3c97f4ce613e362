"""A play of the work cycle: random people, random steps, and a small model beside them."""

import pytest

pytest.register_assert_rewrite("tests.play.promises")
