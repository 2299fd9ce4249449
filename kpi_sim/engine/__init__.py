"""Queues, calendars and closed forms: emits numbers about customers, computes no indicator."""
