"""Mandates (授权依据): entered by the office, counted once the director confirmed them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.actor import Actor
from accounts.models import Unit, UnitKind
from tasks_app.actions import evidence, recording
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.transition import locked, raise_version, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_kinds import Means
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.models import Mandate
from tasks_app.permissions import checks

TITLE_NEEDED = "请填写文件名称。"
ISSUER_NEEDED = "请填写发文机关。"
MATTERS_NEEDED = "请写明授权事项，照原文摘录。"
MEANS_NEEDED = "请选择授权可以采用的手段。"
WHOM_NEEDED = "请选择适用的单位类别或单位。"
SCAN_NEEDED = "请上传授权文件的扫描件（PDF、OFD 或图片）。"
ENDS_EARLY = "截止日不能早于起始日。"
CONFIRMED = "该授权依据已经确认，不能重复确认。"
ENDED = "只有已确认的授权依据可以终止。"


@dataclass(frozen=True)
class Authority:
    """What a mandate says: the document, towards whom, by which means, from when until when."""

    title: str
    issuer: str
    matters: str
    starts_on: date
    number: str = ""
    ends_on: date | None = None
    means: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    units: tuple[Unit, ...] = field(default=())
    by_notice: bool = False


@transaction.atomic
def enter(authority: Authority, scan: StoredFile | None, *, by: Actor, at: datetime) -> Mandate:
    """Keeps a mandate with its scan; it carries nothing before it is confirmed. Raises Invalid naming the fields."""
    checks.require(by, Verb.KEEP_MANDATES)
    faults = _faults_of(authority, scan)
    if faults or scan is None:
        raise Invalid(faults)
    mandate = Mandate(
        title=on_one_line(authority.title),
        number=on_one_line(authority.number),
        issuer=on_one_line(authority.issuer),
        matters=cleaned(authority.matters),
        means=sorted(set(authority.means)),
        unit_kinds=sorted(set(authority.unit_kinds)),
        by_notice=authority.by_notice,
        starts_on=authority.starts_on,
        ends_on=authority.ends_on,
        scan=evidence.blob_of(scan),
        scan_name=scan.name,
        entered_by=by.own_post,
        entered_at=at,
    )
    recording.save(mandate, by=by, at=at, why="登记授权依据")
    mandate.units.set(authority.units)
    return mandate


@transaction.atomic
def confirm(mandate: Mandate, *, by: Actor, at: datetime, version: int | None = None) -> Mandate:
    """The director confirms what somebody else entered (确认授权依据)."""
    mandate = locked(Mandate, mandate.pk)
    checks.require(by, Verb.CONFIRM_MANDATE, mandate)
    require_version(mandate, version, "mandate", by=by)
    if mandate.confirmed_at:
        raise NotNow(CONFIRMED)
    mandate.confirmed_by, mandate.confirmed_at = by.own_post, at
    raise_version(mandate)
    return recording.save(mandate, by=by, at=at, why="确认授权依据")


@transaction.atomic
def end(mandate: Mandate, *, last_day: date, by: Actor, at: datetime, version: int | None = None) -> Mandate:
    """Ends a mandate after its last day; what was issued under it stays (终止授权依据)."""
    mandate = locked(Mandate, mandate.pk)
    checks.require(by, Verb.CONFIRM_MANDATE, mandate)
    require_version(mandate, version, "mandate", by=by)
    if not mandate.confirmed_at:
        raise NotNow(ENDED)
    if last_day < mandate.starts_on:
        raise Invalid({"last_day": ENDS_EARLY})
    mandate.ends_on = last_day
    raise_version(mandate)
    return recording.save(mandate, by=by, at=at, why="终止授权依据")


def _faults_of(authority: Authority, scan: StoredFile | None) -> dict[str, str]:
    demands = (
        ("title", on_one_line(authority.title), TITLE_NEEDED),
        ("issuer", on_one_line(authority.issuer), ISSUER_NEEDED),
        ("matters", cleaned(authority.matters), MATTERS_NEEDED),
        ("means", set(authority.means) & set(Means.values), MEANS_NEEDED),
        ("unit_kinds", (set(authority.unit_kinds) & set(UnitKind.values)) or authority.units, WHOM_NEEDED),
        ("scan", scan, SCAN_NEEDED),
    )
    faults = {name: sentence for name, value, sentence in demands if not value}
    if authority.ends_on and authority.ends_on < authority.starts_on:
        faults["ends_on"] = ENDS_EARLY
    return faults
