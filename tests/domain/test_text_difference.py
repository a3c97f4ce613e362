"""What went and what came: both versions can be read out of the pieces, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st

from tasks_app.domain.text_difference import MOST_COMPARED, Piece, difference

WORDS = st.text(alphabet="建设甲乙项目2025年%。、", max_size=40)


@given(WORDS, WORDS)
def test_both_versions_stand_in_the_pieces(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
    assert all(piece.text for piece in pieces)


def test_a_changed_figure_is_one_change() -> None:
    assert difference("到2025年达到30%。", "到2027年达到30%。") == (
        Piece("same", "到"),
        Piece("gone", "2025"),
        Piece("new", "2027"),
        Piece("same", "年达到30%。"),
    )


def test_one_character_in_common_is_an_accident() -> None:
    """推进甲项目 and 建设目标 share 目, and nobody would read so."""
    assert difference("一甲目乙丙二", "一丁目戊己二") == (
        Piece("same", "一"),
        Piece("gone", "甲目乙丙"),
        Piece("new", "丁目戊己"),
        Piece("same", "二"),
    )


def test_a_unit_that_came_is_marked_whole() -> None:
    assert difference("市发展改革局、财政局、教育局", "市发展改革局、数据局、财政局、教育局") == (
        Piece("same", "市发展改革局、"),
        Piece("new", "数据局、"),
        Piece("same", "财政局、教育局"),
    )


def test_texts_too_long_to_compare_stand_one_after_the_other() -> None:
    long = "甲乙" * MOST_COMPARED
    assert difference(long, long[1:]) == (Piece("gone", long), Piece("new", long[1:]))
