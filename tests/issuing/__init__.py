"""A crowd issues papers while somebody kills it: numbers without a gap, none twice, nothing by half.

pytest tests/issuing                       what CI does: 120 papers, 8 processes, 20 kills
.venv/bin/python -m benchmarks.papers      1,000 papers, and what one of them costs
"""
