"""Is it real or chance? Limits of small numbers, process charts, attribution, and how often a claim is wrong."""
