"""A paper as .pdf, behind one door: WeasyPrint needs libraries of the system, so no office is made to install it."""

from collections.abc import Callable
from typing import Any, NoReturn

from tasks_app.documents.official.html import as_html
from tasks_app.documents.official.paper import OfficialPaper
from tasks_app.domain.refusals import Refusal

try:
    from weasyprint import HTML
except (ImportError, OSError):  # the package is not there, or Pango, which it needs
    HTML = None

HOW_TO_INSTALL = (
    "本机没有安装生成 PDF 的组件（WeasyPrint 及其所需的系统库），请下载 .docx 使用；"
    "如需 PDF，请管理员执行 pip install -r requirements-pdf.txt（所需系统库写在该文件开头）后重启服务。"
)


class NoPdf(Refusal):
    """This machine makes no PDF; the sentence says what is missing."""

    status = 409


def pdf_of(paper: OfficialPaper, *, maker: Callable[..., Any] | None = HTML) -> bytes:
    """The paper as PDF/UA; refuses where WeasyPrint is missing. Nothing outside the page is ever fetched."""
    if maker is None:
        raise NoPdf(HOW_TO_INSTALL)
    content: bytes = maker(string=as_html(paper), url_fetcher=_refuse_to_fetch).write_pdf(pdf_variant="pdf/ua-1")
    return content


def _refuse_to_fetch(url: str, *_: object, **__: object) -> NoReturn:
    raise ValueError(f"a paper needs nothing from outside, and yet asks for {url}")
