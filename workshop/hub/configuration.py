"""JupyterHub's configuration file (``jupyterhub -f``): everything loopback, one door, one roster."""

# ruff: noqa: F821  (get_config is given by JupyterHub)
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from workshop import journal
from workshop.hub import HubSettings
from workshop.hub.authenticator import ClassAuthenticator
from workshop.hub.spawner import CageSpawner

settings = HubSettings.from_environment()
home = Path(settings.data) / "hub"
c: Any = get_config()  # type: ignore[name-defined]

c.JupyterHub.bind_url = settings.address
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = settings.hub_port
c.JupyterHub.hub_routespec = "/hub/"
c.JupyterHub.db_url = f"sqlite:///{home / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(home / "cookie_secret")
c.JupyterHub.template_paths = [str(Path(__file__).with_name("templates"))]
c.JupyterHub.implicit_spawn_seconds = 0.01
c.JupyterHub.active_server_limit = 25  # asumsi: 20 notebook users in a class (4 GB), and some to spare
c.JupyterHub.concurrent_spawn_limit = 20
c.JupyterHub.cleanup_servers = True
c.JupyterHub.log_level = "WARN"
c.JupyterHub.show_config = False
c.JupyterHub.logging_config = journal.LINES

# the front door is already there; the hub only adds its own routes and keeps the class's beside them
c.JupyterHub.proxy_class = "jupyterhub.proxy.ConfigurableHTTPProxy"
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.proxy_api_port}"
c.ConfigurableHTTPProxy.auth_token = os.environ["CONFIGPROXY_AUTH_TOKEN"]
# a server that does not run yet is the hub's to start
c.Proxy.extra_routes = {**settings.routes, "/user/": f"http://127.0.0.1:{settings.hub_port}"}
c.JupyterHub.last_activity_interval = 60  # then the door's routes are compared with what runs, too

c.JupyterHub.authenticator_class = ClassAuthenticator
c.Authenticator.allow_all = True  # whoever is in the class
c.JupyterHub.spawner_class = CageSpawner
c.Spawner.default_url = "/lab"
c.Spawner.args = [
    "--ServerApp.root_dir=/rumah",
    f"--ServerApp.shutdown_no_activity_timeout={settings.idle_seconds}",
    "--log-level=WARN",
]
# the warm process has read their defaults from its own environment: outside the cage, where nothing can be written
c.Spawner.args += [
    f"--LabApp.{name}_dir=/rumah/.jupyter/lab/{folder}"
    for name, folder in (("workspaces", "workspaces"), ("user_settings", "user-settings"))
]
c.Spawner.start_timeout = 120  # a machine that swaps is slow; who waits is told so
c.Spawner.http_timeout = 60
c.Spawner.poll_interval = 10

c.JupyterHub.services = [{"name": "kelas", "api_token": os.environ["IKU_HUB_TOKEN"]}]
c.JupyterHub.load_roles = [
    {"name": "kelas", "services": ["kelas"], "scopes": ["read:users", "delete:servers", "delete:users"]},
    # a trainee may use the own server and nothing else of the hub; no tokens: they would outlive the class's session
    {"name": "user", "scopes": ["read:users!user", "servers!user", "access:servers!user"]},
    {"name": "server", "scopes": ["users:activity!user", "access:servers!server"]},
]
