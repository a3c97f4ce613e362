"""Addresses of the door."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("posts/<int:post_id>/use/", views.switch_post, name="switch_post"),
]
