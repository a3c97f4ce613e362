"""公文排版: a paper as plain values in, a file as bytes out. No model, no database, no clock."""
