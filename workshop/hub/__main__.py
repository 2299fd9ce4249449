"""JupyterHub as a class starts it, with what ``workshop`` leaves out: ``python -m workshop.hub -f configuration.py``."""

from __future__ import annotations

if __name__ == "__main__":
    from jupyterhub.app import main

    main()
