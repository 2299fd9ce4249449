"""An exercise as its author wrote it: folder → model, the catalog of a course, variants. Holds no key."""
