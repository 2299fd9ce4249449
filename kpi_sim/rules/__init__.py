"""Regulations as data: one TOML file a regulation, with validity, source and ``verified`` on every table."""

from kpi_sim.rules.loader import RuleInfo, list_rules, load_rules, rules_in_force
from kpi_sim.rules.model import Band, Category, RuleSet, Table

__all__ = ["Band", "Category", "RuleInfo", "RuleSet", "Table", "list_rules", "load_rules", "rules_in_force"]
