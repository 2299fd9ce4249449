"""Indicators: pure functions over plain values, one module per family; every limit comes from ``rules/``."""
