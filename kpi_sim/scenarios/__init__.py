"""Offices as models: parameters with their sources in, true and reported indicators out."""
