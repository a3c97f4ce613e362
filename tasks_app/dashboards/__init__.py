"""Overviews: functions of (actor, day) that return small frozen values, each with a known number of queries."""
