"""A policy as data: read whole or refused, and each rule said in one sentence."""

import pytest

from tasks_app.domain.facts import SubjectKind
from tasks_app.domain.policy import Audience, Deed
from tasks_app.domain.reach import Level
from tests.domain.clocks import default_policy

# The default, as DESIGN asks for it: about, anchor, offset, level, deed, who hears.
DEFAULT: dict[str, tuple[str, str, int, Level, str, str]] = {
    "S3": ("line", "issued", 3, Level.REMIND, "tell", "liaison"),
    "S6": ("line", "issued", 6, Level.REMIND, "tell", "liaison unit_reviewer"),
    "R15": ("line", "deadline", -15, Level.REMIND, "tell", "liaison"),
    "R5": ("line", "deadline", -5, Level.REMIND, "tell", "liaison"),
    "R1": ("line", "deadline", -1, Level.REMIND, "tell", "liaison"),
    "E20": ("line", "evaluation", -20, Level.REMIND, "tell", "liaison"),
    "U1": ("line", "deadline", 1, Level.URGE, "tell", "liaison unit_reviewer"),
    "D5": ("line", "deadline", 5, Level.LETTER, "propose", "office_clerk"),
    "I20": ("line", "deadline", 20, Level.INTERVIEW, "propose", "office_clerk office_director"),
    "P3": ("period", "period_due", -3, Level.REMIND, "tell", "liaison"),
    "P1": ("period", "period_due", -1, Level.REMIND, "tell", "liaison"),
    "PU1": ("period", "period_due", 1, Level.URGE, "tell", "liaison unit_reviewer"),
    "X1": ("report", "redo_by", -1, Level.REMIND, "tell", "liaison"),
    "XU1": ("report", "redo_by", 1, Level.URGE, "tell", "liaison unit_reviewer"),
    "O3": ("report", "submitted", 3, Level.REMIND, "tell", "office_clerk"),
    "O5": ("report", "submitted", 5, Level.REMIND, "tell", "office_director"),
    "OP3": ("proposal", "proposed", 3, Level.REMIND, "tell", "office_director"),
    "V0": ("service", "served", 0, Level.REMIND, "tell", "liaison"),
    "V2": ("service", "served", 2, Level.REMIND, "tell", "liaison"),
    "V4": ("service", "served", 4, Level.REMIND, "tell", "office_clerk"),
    "A1": ("service", "reply_by", -1, Level.REMIND, "tell", "liaison"),
    "AU1": ("service", "reply_by", 1, Level.URGE, "tell", "liaison unit_reviewer"),
    "A2": ("service", "reply_by", 2, Level.REMIND, "tell", "office_clerk"),
    "OB0": ("service", "objected", 0, Level.REMIND, "tell", "office_clerk office_director"),
    "OB5": ("service", "objected", 5, Level.REMIND, "tell", "office_director"),
    "C5": ("commitment", "commitment", -5, Level.REMIND, "tell", "liaison"),
    "CU1": ("commitment", "commitment", 1, Level.URGE, "tell", "liaison unit_reviewer"),
    "C3": ("commitment", "commitment", 3, Level.REMIND, "tell", "office_clerk"),
    "EX3": ("extension", "asked", 3, Level.REMIND, "tell", "office_clerk"),
    "EX5": ("extension", "asked", 5, Level.REMIND, "tell", "office_director"),
    "RP3": ("service", "replied", 3, Level.REMIND, "tell", "office_clerk"),
    "RP5": ("service", "replied", 5, Level.REMIND, "tell", "office_director"),
    "IC3": ("interview", "rectified", 3, Level.REMIND, "tell", "office_clerk"),
    "IC5": ("interview", "rectified", 5, Level.REMIND, "tell", "office_director"),
    "PD3": ("paper", "at_step", 3, Level.REMIND, "tell", "office_clerk"),
    "PD5": ("paper", "at_step", 5, Level.REMIND, "tell", "office_director"),
    "PC3": ("paper", "at_step", 3, Level.REMIND, "tell", "office_clerk"),
    "PC5": ("paper", "at_step", 5, Level.REMIND, "tell", "office_director"),
    "PA3": ("paper", "at_step", 3, Level.REMIND, "tell", "office_clerk"),
    "PA5": ("paper", "at_step", 5, Level.REMIND, "tell", "office_director"),
    "PI3": ("paper", "at_step", 3, Level.REMIND, "tell", "office_clerk"),
    "PI5": ("paper", "at_step", 5, Level.REMIND, "tell", "office_director"),
    "PS3": ("paper", "at_step", 3, Level.REMIND, "tell", "office_director"),
    "PS5": ("paper", "at_step", 5, Level.REMIND, "tell", "office_clerk office_director"),
    "T15": ("target", "reading_due", -15, Level.REMIND, "tell", "liaison"),
    "T5": ("target", "reading_due", -5, Level.REMIND, "tell", "liaison"),
    "TU1": ("target", "reading_due", 1, Level.URGE, "tell", "liaison unit_reviewer"),
    "T10": ("target", "reading_due", 10, Level.REMIND, "tell", "office_clerk"),
    "TN15": ("target", "reading_due", -15, Level.REMIND, "tell", "office_clerk"),
    "LC3": ("line_case", "raised", 3, Level.REMIND, "tell", "office_clerk"),
    "LC5": ("line_case", "raised", 5, Level.REMIND, "tell", "office_director"),
    "LS0": ("line_case", "resume_by", 0, Level.REMIND, "tell", "office_clerk"),
    "LS5": ("line_case", "resume_by", 5, Level.REMIND, "tell", "office_director"),
    "LA0": ("line_case", "decided", 0, Level.REMIND, "tell", "liaison"),
    "LR0": ("line_case", "resumed", 0, Level.REMIND, "tell", "liaison"),
    "TN10": ("target", "reading_due", 10, Level.REMIND, "tell", "office_clerk office_director"),
}


def test_the_default_says_what_was_asked_for() -> None:
    read = {
        rule.code: (
            str(rule.about),
            str(rule.anchor),
            rule.offset,
            rule.level,
            str(rule.deed),
            " ".join(rule.audience),
        )
        for rule in default_policy().rules
    }
    assert read == DEFAULT


def test_reviewers_hear_from_the_urge_on() -> None:
    reminders = [rule for rule in default_policy().rules if rule.level is Level.REMIND and rule.code != "S6"]
    assert not [rule.code for rule in reminders if Audience.UNIT_REVIEWER in rule.audience]
    urges = [rule for rule in default_policy().rules if rule.level is Level.URGE]
    assert all(Audience.UNIT_REVIEWER in rule.audience for rule in urges)


def test_the_clock_only_proposes_what_is_a_paper() -> None:
    for rule in default_policy().rules:
        assert (rule.deed is Deed.PROPOSE) == (rule.level >= Level.LETTER)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("R5", "完成时限前第 5 个工作日，尚未报送办结：告知联络员、承办人。"),
        ("U1", "完成时限后第 1 个工作日，尚未报送办结：告知联络员、承办人、单位审核人。"),
        ("I20", "完成时限后第 20 个工作日，公文已送达且答复期满仍未办结：提出建议，告知办公室经办人、办公室负责人。"),
    ],
)
def test_a_rule_in_words(code: str, sentence: str) -> None:
    assert default_policy()[code].in_words == sentence


def test_rules_are_asked_by_kind_and_by_code() -> None:
    policy = default_policy()
    assert [rule.code for rule in policy.about(SubjectKind.PERIOD)] == ["P3", "P1", "PU1"]
    with pytest.raises(KeyError):
        policy["R7"]
