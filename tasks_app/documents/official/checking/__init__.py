"""公文版式检查: measures a .docx, ours or anybody's, against the table of ``layout``."""
