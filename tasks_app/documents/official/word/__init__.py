"""A paper as a Word file (.docx)."""
