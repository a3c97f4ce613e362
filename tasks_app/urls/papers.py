"""The office's papers: drafted, walked through the house, numbered, kept in a register; and on what they stand.

Each step of a paper has an address of its own, named after its act: ``paper_check``, ``paper_seal``, …
"""

from django.urls import path

from tasks_app.views import (
    mandates,
    number_series,
    paper_drafts,
    paper_files,
    paper_forms,
    paper_register,
    paper_steps,
    papers,
)

urlpatterns = [
    path("papers/", papers.papers, name="papers"),
    path("papers/new/", paper_drafts.new, name="paper_new"),
    path("papers/dispatch/", paper_drafts.dispatch, name="paper_dispatch"),
    path("papers/register/", paper_register.register, name="paper_register"),
    path("papers/register.xlsx", paper_register.register_file, name="paper_register_file"),
    path("papers/mandates/", mandates.mandates, name="mandates"),
    path("papers/mandates/new/", mandates.new, name="mandate_new"),
    path("papers/mandates/<int:pk>/confirm/", mandates.confirm, name="mandate_confirm"),
    path("papers/mandates/<int:pk>/end/", mandates.end, name="mandate_end"),
    path("papers/mandates/<int:pk>/scan/", paper_files.mandate_scan, name="mandate_scan"),
    path("papers/series/", number_series.series, name="paper_series"),
    path("papers/files/<int:pk>/", paper_files.paper_file, name="paper_file"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/file/", paper_files.paper_document, name="paper_document"),
    path("papers/<int:pk>/pdf/", paper_files.paper_pdf, name="paper_pdf"),
    path("papers/<int:pk>/proof/", paper_files.proof, name="paper_proof"),
    path("papers/<int:pk>/revise/", paper_drafts.revise, name="paper_revise"),
    path("papers/<int:pk>/correct/", paper_steps.correct, name="paper_correct"),
    *(
        path(f"papers/<int:pk>/{act.replace('_', '-')}/", paper_steps.step, {"act": act}, name=f"paper_{act}")
        for act in paper_steps.PERFORM
    ),
    *(
        path(f"papers/<int:pk>/{act.replace('_', '-')}/", paper_forms.ask, {"act": act}, name=f"paper_{act}")
        for act in paper_forms.ASKING
    ),
]
