"""A year being planned: its draft, the opinions of the units, what is carried over, its 时间表/路线图."""

from django.urls import path

from tasks_app.views import carrying_over, consultations, item_drafts, opinions, roadmaps, year_imports

urlpatterns = [
    path("cycles/plans/<int:pk>/items/new/", item_drafts.new, name="item_new"),
    path("items/<int:pk>/split/", item_drafts.split, name="item_split"),
    path("items/<int:pk>/remove/", item_drafts.remove, name="item_remove"),
    path("items/<int:pk>/up/", item_drafts.move, {"up": True}, name="item_up"),
    path("items/<int:pk>/down/", item_drafts.move, {"up": False}, name="item_down"),
    path("cycles/<int:year>/consultation/", consultations.consultation, name="consultation"),
    path("cycles/<int:year>/opinions.xlsx", consultations.summary, name="opinion_summary"),
    path("cycles/<int:year>/carry-over/", carrying_over.carry_over, name="carry_over"),
    path("cycles/import/", year_imports.new, name="year_import"),
    path("cycles/<int:year>/imported/", year_imports.imported, name="imported_year"),
    path("cycles/<int:year>/roadmap/", roadmaps.roadmap, name="roadmap"),
    path("cycles/<int:year>/roadmap.xlsx", roadmaps.workbook, name="roadmap_xlsx"),
    path("cycles/<int:year>/roadmap.docx", roadmaps.document, name="roadmap_docx"),
    path("consulted/<int:year>/", opinions.consulted, name="consulted"),
    path("consulted/<int:year>/none/", opinions.nothing_to_object, name="consulted_none"),
    path("consulted/<int:year>/approve/", opinions.approve_all, name="consulted_approve"),
    path("consulted/<int:year>/paper/", opinions.on_paper, name="consulted_paper"),
    path("opinions/<int:pk>/", opinions.opinion, name="opinion"),
    path("opinions/<int:pk>/write/", opinions.write, name="opinion_write"),
    path("opinions/<int:pk>/breakdown/", opinions.breakdown, name="opinion_breakdown"),
    path("opinions/<int:pk>/on-behalf/", opinions.on_behalf, name="opinion_on_behalf"),
    path("opinions/<int:pk>/approve/", opinions.approve, name="opinion_approve"),
    path("opinions/<int:pk>/return/", opinions.send_back, name="opinion_return"),
    *(
        path(f"opinions/<int:pk>/{act}/", opinions.answer, {"act": act}, name=f"opinion_{act}")
        for act in opinions.ANSWERS
    ),
    path("opinions/sheets/<int:pk>/", opinions.scan, name="opinion_scan"),
]
