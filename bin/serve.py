"""What bin/run does once the environment stands: prepare the office, then become the server.

One Python start does everything, so that a start with nothing to do takes two seconds. Migrations,
static files and the demo office are a child's work: the server forks its workers from a process
that never opened the database.
"""

from __future__ import annotations

import fcntl
import hashlib
import multiprocessing
import os
import shlex
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import django
import environ
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from gunicorn.app.wsgiapp import WSGIApplication

from bin import gunicorn_conf
from unionhub import keys

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def main() -> None:
    """Prepare and serve; anything wrong ends the process with a message."""
    os.umask(0o077)  # database, keys, attachments: for this account only
    environ.Env.read_env(ROOT / ".env")
    os.environ.setdefault("UNIONHUB_HTTPS", "0")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhub.settings")
    refuse_plain_http_beyond_this_machine()
    keys.ensure(keys.folder_from_environment())
    hold(keys.folder_from_environment().with_name("run.lock"))
    refuse_taken_port()
    django.setup()
    in_a_child(prepare)
    sys.argv[1:] = ["-c", "python:bin.gunicorn_conf", "unionhub.wsgi"]
    WSGIApplication(prog="gunicorn").run()


def refuse_plain_http_beyond_this_machine() -> None:
    """Passwords and identity numbers never cross a network unencrypted."""
    host = gunicorn_conf.host()
    if not environ.Env().bool("UNIONHUB_HTTPS") and host not in LOOPBACK:
        sys.exit(
            f"UNIONHUB_BIND={host}：未启用 HTTPS 时只允许本机访问。"
            "请在前面架设 HTTPS 代理并设 UNIONHUB_HTTPS=1。\n"
            "Other machines may connect over HTTPS only: put a proxy in front and set"
            " UNIONHUB_HTTPS=1."
        )


def hold(lock: Path) -> None:
    """One server per data folder; gunicorn inherits the open file and with it the lock."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"UnionHub 已在运行（{lock.parent}）。\nUnionHub already runs on {lock.parent}.")
    os.set_inheritable(handle, True)


def refuse_taken_port() -> None:
    """Say so before a long first start, not after it."""
    host, port = gunicorn_conf.host(), gunicorn_conf.port()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(
                f"端口 {port} 不可用，请用 UNIONHUB_PORT 另选一个。\n"
                f"Port {port} cannot be used ({error.strerror}); choose another: UNIONHUB_PORT=8001"
            )


def in_a_child(task: Callable[[], None]) -> None:
    """Run ``task`` in a forked process; its failure is ours."""
    child = multiprocessing.get_context("fork").Process(target=task)
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(1)


def prepare() -> None:
    """Database, static files and demo office, each only as far as it is behind."""
    call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
    collect_static_files()
    if os.environ.get("UNIONHUB_DEMO", "1") != "0":
        call_command("demo", if_empty=True)
    elif not apps.get_model("unionhub", "Organisation").objects.exists():
        sys.stdout.write(
            "数据库是空的，请先开设本单位 / the office is empty, open it first:\n"
            f"    {same_office()}.venv/bin/python manage.py open_office"
            " --code XINGFA --name 兴发乡工会\n"
        )


def same_office() -> str:
    """What a command needs before it to reach this office and not the one in ``var``."""
    folder = os.environ.get("UNIONHUB_DATA")
    return f"UNIONHUB_DATA={shlex.quote(folder)} " if folder else ""


def collect_static_files() -> None:
    """Collect when a file appeared, went or changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def fingerprint() -> str:
    """Names, sizes and times of all static files, and how they are stored."""
    lines = [repr(settings.STORAGES["staticfiles"])]
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            lines.append(f"{storage.location} {path} {facts.st_size} {facts.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


if __name__ == "__main__":
    main()
