"""How gunicorn serves UnionHub: two processes of four threads, enough for a county's offices."""

from __future__ import annotations

import os
import sys


def host() -> str:
    """The address to listen on; this machine only unless the environment says otherwise."""
    return os.environ.get("UNIONHUB_BIND") or "127.0.0.1"


def port() -> int:
    """The port to listen on."""
    return int(os.environ.get("UNIONHUB_PORT") or 8000)


def address() -> str:
    """What to type into a browser on this machine."""
    name = f"[{host()}]" if ":" in host() else host()
    return f"http://{name}:{port()}/"


bind = [address().removeprefix("http://").rstrip("/")]
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True  # load once, fork twice: faster start, less memory
timeout = 120  # a long paper may take a while
max_requests = 2000  # the paper renderer's memory grows; a fresh process now and then
max_requests_jitter = 200
control_socket_disable = True
accesslog = None  # addresses of pages say who was looked at
loglevel = "warning"
proc_name = "unionhub"


def when_ready(server: object) -> None:
    """The last line of every start."""
    sys.stdout.write(f"UnionHub 已启动 / is running: {address()}   (Ctrl+C 停止 / stops it)\n")
    sys.stdout.flush()
