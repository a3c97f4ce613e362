"""The plan, the office's year and view, and the rooms of people and traces."""

urlpatterns: list = []
