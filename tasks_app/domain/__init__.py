"""The rules: tables and pure functions. No query, no request, no clock; values come in, values go out."""
