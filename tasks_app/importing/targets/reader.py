"""Reads every target of a plan's body, and says of each other number why it is none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tasks_app.importing.body_paragraphs import Paragraph
from tasks_app.importing.reading import Doubt, MeasureRead, TargetRead
from tasks_app.importing.targets.sentence_reader import CELL, Passage, SentenceReader
from tasks_app.importing.targets.sentences import SentenceLines, sentences_of
from tasks_app.importing.targets.times import When

MOST_TARGETS = 2000
MOST_DOUBTS = 500
TOO_MANY = (
    f"正文的目标超过 {MOST_TARGETS} 项或存疑数字超过 {MOST_DOUBTS} 处，其后的未再读取，请核对来源是否为方案正文。"
)


@dataclass(frozen=True)
class TargetsRead:
    """The targets in the order of the text, and what the reader left out or was unsure of."""

    targets: tuple[TargetRead, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def read_targets(
    measures: Iterable[MeasureRead],
    overall: Iterable[Paragraph],
    lines: Sequence[str] = (),
    *,
    issued_in: int | None = None,
) -> TargetsRead:
    """Every promise with a figure or a date.

    ``lines`` are those of the source, to tell where a sentence stands; a year before ``issued_in``, the year of the
    plan, is told, not promised. Never raises for what the text contains.
    """
    passages = [
        *(Passage(None, found.text, found.line, found.end_line) for found in overall),
        *(Passage(found.number, found.text, found.line, found.end_line) for found in measures),
    ]
    targets: list[TargetRead] = []
    doubts: list[Doubt] = []
    for passage in passages:
        last: tuple[When, ...] = ()
        places = SentenceLines(lines, passage.line, passage.end_line)
        for sentence in sentences_of(passage.text):
            if len(targets) > MOST_TARGETS or len(doubts) > MOST_DOUBTS:
                break
            line = places.line_of(sentence)
            reader = SentenceReader(passage, sentence, last, issued_in)
            reader.read()
            targets += [replace(target, line=line) for target in reader.targets]
            doubts += reader.doubts
            last = reader.whens or last
    if len(targets) > MOST_TARGETS or len(doubts) > MOST_DOUBTS:
        doubts = [*doubts[:MOST_DOUBTS], Doubt(None, CELL, "too_many_targets", TOO_MANY)]
    return TargetsRead(tuple(targets[:MOST_TARGETS]), tuple(doubts))
