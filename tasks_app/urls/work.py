"""A unit's day: desk, items, lines, reports, files."""

urlpatterns: list = []
