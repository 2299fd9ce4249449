"""The standard workloads written for the field's tools, as their users write them."""
