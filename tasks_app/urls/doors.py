"""The doors of the house: how one comes to a password and a code, and one's own account."""

from django.urls import path

from tasks_app.views import activation, own_account, second_factor

urlpatterns = [
    path("activate/", activation.activate, name="activate"),
    path("login/forgotten/", activation.forgotten, name="forgotten"),
    path("login/code/", second_factor.second_factor, name="second_factor"),
    path("account/", own_account.own_account, name="own_account"),
    path("account/password/", own_account.own_password, name="own_password"),
    path("account/phone/", own_account.own_phone, name="own_phone"),
    path("account/codes/", own_account.own_codes, name="own_codes"),
    path("account/sessions/end/", own_account.own_sessions_end, name="own_sessions_end"),
]
