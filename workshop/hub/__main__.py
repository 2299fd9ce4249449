"""JupyterHub as a class starts it: ``python -m workshop.hub -f configuration.py``."""

from __future__ import annotations

from workshop.hub import sparing  # noqa: F401  (before anything of Jupyter's)

if __name__ == "__main__":
    from jupyterhub.app import main

    main()
