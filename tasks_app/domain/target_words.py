"""What a promised figure says (目标): its kind, how it compares, how binding it is, how final a reading is."""

from django.db.models import TextChoices


class TargetKind(TextChoices):
    """A value that must stand, a change against a base year, or something that must have happened."""

    LEVEL = "level", "水平"
    CHANGE = "change", "变化"
    MILESTONE = "milestone", "节点"


class Comparator(TextChoices):
    """达到、超过、不低于 → ≥; 不高于、控制在 → ≤; 左右 → about. The codes are those of ``export_plan``."""

    AT_LEAST = "≥", "不低于"
    AT_MOST = "≤", "不高于"
    ABOUT = "about", "左右"


class Wording(TextChoices):
    """力争 is striven for, everything else is binding. The codes are those of ``export_plan``."""

    MUST = "必须", "必须"
    STRIVE = "力争", "力争"


class ReadingKind(TextChoices):
    """A quick figure (快报) may be followed by the verified one (核定)."""

    QUICK = "quick", "快报"
    VERIFIED = "verified", "核定"
