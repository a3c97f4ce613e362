"""Every refusal is a sentence and a way back, also where Django has no context to give."""

import pytest
from django.template.loader import get_template, render_to_string
from pytest_django import Settings

from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, NotVisible, Refusal


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_django_finds_a_page_that_needs_no_context(name: str) -> None:
    page = get_template(name).render()
    assert 'role="alert"' in page
    assert 'href="/"' in page


@pytest.mark.parametrize("name", ["404.html", "500.html", "errors/refusal.html"])
def test_in_a_demo_every_refusal_carries_its_sentence(name: str, settings: Settings) -> None:
    """Also 500, and 413, which are drawn without the request."""
    settings.DEMO_BANNER = "演示数据，与实际工作无关"
    assert settings.DEMO_BANNER in get_template(name).render()


@pytest.mark.parametrize(
    ("refusal", "heading"),
    [
        (NotVisible(), "没有找到"),
        (NotAllowed("只有牵头单位可以汇总。"), "不能办理"),
        (NotNow("已经签收过了。"), "现在不能办理"),
        (Refusal("文件打不开。"), "没有办成"),
    ],
)
def test_refusal_says_its_own_sentence(refusal: Refusal, heading: str) -> None:
    page = render_to_string("errors/refusal.html", {"sentence": refusal.sentence, "status": refusal.status})
    assert f"<h1>{heading}</h1>" in page
    assert refusal.sentence in page


def test_invalid_lists_all_faults_at_once() -> None:
    faults = {"problems": "请填写“存在问题”。", "next_steps": "请填写“下一步安排”。"}
    context = {"sentence": Invalid(faults).sentence, "status": Invalid.status, "faults": faults}
    page = render_to_string("errors/refusal.html", context)
    assert "<h1>填写有误</h1>" in page
    assert all(fault in page for fault in faults.values())
