"""What Word would make of a paragraph: its own formats over those of its style over the defaults (有效格式)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tasks_app.documents.official.checking.word_file import NAMESPACES, WordFile

W = f"{{{NAMESPACES['w']}}}"
OFF = ("0", "false", "off", "none")
FIELD = "\ue002"  # stands for a page number, which no typed 1 does


@dataclass(frozen=True)
class RunMeasure:
    """Some words and their type. What nobody states is None."""

    text: str
    font: str | None
    latin_font: str | None
    size: float | None
    color: str | None


@dataclass(frozen=True)
class ParagraphMeasure:
    """A paragraph as it will be set. Indents and spacing keep Word's names."""

    text: str
    style: str
    align: str
    indents: dict[str, float]
    spacing: dict[str, str]
    runs: tuple[RunMeasure, ...]
    bottom: dict[str, str] = field(default_factory=dict)
    fill: str = ""

    @property
    def line(self) -> float | None:
        """The pitch of its lines where it is fixed, in twips."""
        return number(self.spacing.get("line")) if self.spacing.get("lineRule") == "exact" else None

    @property
    def size(self) -> float:
        """The size of its first words."""
        return next((run.size for run in self.runs if run.size), 10.5)


def number(text: str | None) -> float | None:
    """A number of the file; None where somebody wrote something else."""
    try:
        return float(text) if text is not None and len(text) < 20 else None
    except ValueError:
        return None


def is_on(holder: etree._Element | None, name: str) -> bool:
    """Whether a switch such as ``titlePg`` is set."""
    found = None if holder is None else holder.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in OFF


class Measuring:
    """Measures the paragraphs of one file."""

    def __init__(self, file: WordFile) -> None:
        styles = [] if file.styles is None else file.styles.findall(f"{W}style")
        self.by_identity = {style.get(f"{W}styleId", ""): style for style in styles}
        self.defaults = None if file.styles is None else file.styles.find(f"{W}docDefaults")
        self.normal = next((key for key, style in self.by_identity.items() if _is_default(style)), "")
        self._chains: dict[str, list[etree._Element]] = {}

    def paragraph(self, element: etree._Element) -> ParagraphMeasure:
        """One ``<w:p>``."""
        own = element.find(f"{W}pPr")
        identity = _value(own, "pStyle") or self.normal
        layers = [*self._layers(identity, "pPr"), *([] if own is None else [own])]
        runs = tuple(self._runs(element, identity))
        return ParagraphMeasure(
            text="".join(run.text for run in runs),
            style=identity,
            align=next((value for layer in reversed(layers) if (value := _value(layer, "jc"))), "left"),
            indents=_numbers(_merged(layers, "ind")),
            spacing=_merged(layers, "spacing"),
            runs=tuple(run for run in runs if run.text.strip()),
            bottom=_merged([border for layer in layers if (border := layer.find(f"{W}pBdr")) is not None], "bottom"),
            fill=_merged(layers, "shd").get("fill", ""),
        )

    def _runs(self, element: etree._Element, identity: str) -> Iterator[RunMeasure]:
        inherited = self._layers(identity, "rPr")
        within = ""
        for run in element.iter(f"{W}r"):
            marks = {mark.get(f"{W}fldCharType") for mark in run.iter(f"{W}fldChar")}
            is_page = _is_page_field(run)
            within = "page" if is_page else "code" if "begin" in marks else within
            # What a field showed last stands behind its code; a page number is shown as our own.
            within = "" if within == "code" and "separate" in marks else within
            text = FIELD if is_page else "" if within else _text(run)
            within = "" if "end" in marks else within
            own = run.find(f"{W}rPr")
            yield self._run(text, [*inherited, *self._character_style(own), *([] if own is None else [own])])

    def _run(self, text: str, layers: list[etree._Element]) -> RunMeasure:
        fonts = _merged(layers, "rFonts")
        size = number(next((value for layer in reversed(layers) if (value := _value(layer, "sz"))), None))
        color = next((value for layer in reversed(layers) if (value := _value(layer, "color"))), None)
        return RunMeasure(text, fonts.get("eastAsia"), fonts.get("ascii"), size / 2 if size else None, color)

    def _character_style(self, own: etree._Element | None) -> list[etree._Element]:
        return self._layers(_value(own, "rStyle") or "", "rPr", with_defaults=False)

    def _layers(self, identity: str, name: str, *, with_defaults: bool = True) -> list[etree._Element]:
        """The formats a style hands on, the most general first."""
        key = f"{identity} {name} {with_defaults}"
        if key not in self._chains:
            default = None if self.defaults is None else self.defaults.find(f"{W}{name}Default/{W}{name}")
            chain = [default if with_defaults else None]
            chain += [style.find(f"{W}{name}") for style in self._styles(identity)]
            self._chains[key] = [layer for layer in chain if layer is not None]
        return self._chains[key]

    def _styles(self, identity: str) -> list[etree._Element]:
        """A style and those it is based on, the most general first; a circle ends where it began."""
        chain: dict[str, etree._Element] = {}
        while identity in self.by_identity and identity not in chain:
            chain[identity] = self.by_identity[identity]
            identity = _value(chain[identity], "basedOn") or ""
        return list(reversed(chain.values()))


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") not in (None, *OFF)


def _value(holder: etree._Element | None, name: str) -> str | None:
    found = None if holder is None else holder.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")


def _merged(layers: list[etree._Element], name: str) -> dict[str, str]:
    """Attribute by attribute, the nearest layer wins: so Word reads indents, spacing and fonts."""
    merged: dict[str, str] = {}
    for layer in layers:
        found = layer.find(f"{W}{name}")
        if found is not None:
            merged |= {str(key).rpartition("}")[2]: str(value) for key, value in found.attrib.items()}
    return merged


def _numbers(stated: dict[str, str]) -> dict[str, float]:
    return {name: value for name, text in stated.items() if (value := number(text)) is not None}


def _is_page_field(run: etree._Element) -> bool:
    codes = [str(code.text or "") for code in run.iter(f"{W}instrText")]
    return "PAGE" in "".join(codes).split()


def _text(run: etree._Element) -> str:
    simple = run.getparent()
    if simple is not None and simple.tag == f"{W}fldSimple" and "PAGE" in simple.get(f"{W}instr", "").split():
        return FIELD
    marks = {f"{W}t": None, f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
    return "".join((marks[child.tag] or child.text or "") for child in run if child.tag in marks)
