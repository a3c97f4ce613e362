"""What a unit received, what it answers and what the office makes of it; and the case of an interview."""

from django.urls import path

from tasks_app.views import commitment_sheets, interview_forms, interviews, received_files, service_forms, services

urlpatterns = [
    path("papers/received/", services.received, name="received"),
    path("papers/received/files/<int:pk>/", received_files.file, name="received_file"),
    path("papers/received/<int:pk>/", services.service, name="service"),
    path("papers/received/<int:pk>/document/", received_files.document, name="service_document"),
    path("papers/received/<int:pk>/issues/", received_files.issues, name="service_issues"),
    path("papers/received/<int:pk>/receive/", services.receive, name="service_receive"),
    path(
        "papers/received/<int:pk>/receive-on-behalf/",
        service_forms.receive_on_behalf,
        name="service_receive_on_behalf",
    ),
    path("papers/received/<int:pk>/reply/", service_forms.reply, name="service_reply"),
    path("papers/received/<int:pk>/reply-on-behalf/", service_forms.reply_on_behalf, name="service_reply_on_behalf"),
    path("papers/received/<int:pk>/object/", service_forms.object_to, name="service_object"),
    path("papers/received/<int:pk>/object-on-behalf/", service_forms.object_on_behalf, name="service_object_on_behalf"),
    path("papers/received/<int:pk>/uphold/", services.uphold, name="service_uphold"),
    path("papers/received/<int:pk>/lift/", services.lift, name="service_lift"),
    path("papers/received/<int:pk>/ask-again/", services.ask_again, name="service_ask_again"),
    path("papers/received/<int:pk>/close/", services.close, name="service_close"),
    *(
        path(
            f"papers/received/<int:pk>/{act.replace('_', '-')}-on-paper/",
            service_forms.on_paper,
            {"act": act},
            name=f"service_{act}_on_paper",
        )
        for act in service_forms.SIGNED
    ),
    path("interviews/", interviews.interviews, name="interviews"),
    path("interviews/<int:pk>/", interviews.interview, name="interview"),
    path("interviews/<int:pk>/hold/", interview_forms.hold, name="interview_hold"),
    path("interviews/<int:pk>/minutes/", interviews.minutes, name="interview_minutes"),
    path("interviews/<int:pk>/commit/", interview_forms.commit, name="interview_commit"),
    path("interviews/commitments/<int:pk>/fulfil/", interviews.fulfil, name="interview_fulfil"),
    path("interviews/commitments/<int:pk>/excuse/", interviews.excuse, name="interview_excuse"),
    path(
        "interviews/commitments/<int:pk>/excuse-on-paper/",
        commitment_sheets.excuse,
        name="interview_excuse_on_paper",
    ),
    path("interviews/<int:pk>/rectify/", interview_forms.rectify, name="interview_rectify"),
    path(
        "interviews/<int:pk>/rectify-on-behalf/",
        interview_forms.rectify_on_behalf,
        name="interview_rectify_on_behalf",
    ),
    path("interviews/<int:pk>/send-back/", interviews.send_back, name="interview_send_back"),
    path("interviews/<int:pk>/close/", interviews.close, name="interview_close"),
    path("interviews/<int:pk>/cancel/", interviews.cancel, name="interview_cancel"),
    *(
        path(
            f"interviews/<int:pk>/{act.replace('_', '-')}-on-paper/",
            interview_forms.on_paper,
            {"act": act},
            name=f"interview_{act}_on_paper",
        )
        for act in interview_forms.SIGNED
    ),
]
