"""Units of two cities beside each other."""

from tasks_app.domain.unit_labels import told_apart


def test_namesakes_say_of_which_place_they_are() -> None:
    units = [(1, "市财政局", "珠海市"), (2, "珠海供电局", "珠海市"), (9, "市财政局", "茂名市")]
    assert told_apart(units) == [(1, "市财政局（珠海市）"), (2, "珠海供电局"), (9, "市财政局（茂名市）")]
