"""A paper at its addressee, for whoever asks for it."""

import pytest

from tasks_app.domain.paper_states import PaperState
from tasks_app.models import PaperService
from tests import paper_factories
from tests.factories import House


@pytest.fixture
def served(house: House) -> PaperService:
    """Served on 9 December, not signed for."""
    return paper_factories.service_of(paper_factories.paper_in(PaperState.ISSUED, house))


@pytest.fixture
def service(house: House) -> PaperService:
    """Received on 10 December, to be answered by the 17th."""
    return paper_factories.received(house)
