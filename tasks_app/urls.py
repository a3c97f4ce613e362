"""Addresses of the business."""

urlpatterns: list = []
