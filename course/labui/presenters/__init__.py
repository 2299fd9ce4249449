"""What each simulator knows, without a browser: one module a simulator, each with one presenter class."""
