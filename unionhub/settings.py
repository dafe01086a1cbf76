"""One settings file; every value comes from the environment and is safe for production.

``UNIONHUB_HTTPS=0`` is the one switch that allows plain HTTP; bin/run sets it for 127.0.0.1 only.
Business numbers (ceilings, notice days, rates) are dated rows in the database, never settings.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import django_include_bootstrap
import environ
from django.core.exceptions import ImproperlyConfigured

from unionhub import keys

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- the office's own folder: database, attachments, keys -----------------------------------
DATA = Path(env.str("UNIONHUB_DATA", str(BASE_DIR / "var")))
ATTACHMENTS = DATA / "attachments"
FONTS = Path(env.str("UNIONHUB_FONTS", str(BASE_DIR / "var" / "fonts")))
TESTING = env.bool("UNIONHUB_TESTING", False)
HTTPS = env.bool("UNIONHUB_HTTPS", True)

try:
    _keys = keys.read(DATA / "keys")
except keys.KeysMissing as error:
    raise ImproperlyConfigured(str(error)) from None
SECRET_KEY = _keys.secret
INDEX_KEY = _keys.index
FIELD_KEYS = _keys.fields

DEBUG = env.bool("UNIONHUB_DEBUG", False)
# What stands before the path in an address on paper (a QR code); empty: as the office types it.
ADDRESS = env.str("UNIONHUB_ADDRESS", "").rstrip("/")
ALLOWED_HOSTS = env.list("UNIONHUB_HOSTS", default=["localhost", "127.0.0.1"])

# --- applications -----------------------------------------------------------------------------
INSTALLED_APPS = [
    "members",
    "aid",
    "activities",
    "reports",
    "unionhub",  # after its apps: its menu group stands last
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "treebeard",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "lucide",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "unionhub.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "unionhub.middleware.session_limits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "unionhub.middleware.acting_post",
    "unionhub.middleware.troubles",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "unionhub.urls"
WSGI_APPLICATION = "unionhub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "unionhub.web.shell",
            ],
            "builtins": ["unionhub.templatetags.unionhub"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FILTERS_EMPTY_CHOICE_LABEL = "全部"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- database ---------------------------------------------------------------------------------
# SQLite takes its write lock when a transaction begins (IMMEDIATE), so that two approvals queue
# instead of failing; FULL keeps every acknowledged write through a power cut. The write-ahead
# log is used only where the linked library has the fix for its reset corruption. Recursive
# triggers let REPLACE meet the triggers that keep append-only tables.
WAL_FIXED_IN = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite carries the fix of the write-ahead log reset corruption."""
    same_line = [fixed for fixed in WAL_FIXED_IN if fixed[:2] == version[:2]]
    return version >= same_line[0] if same_line else version > WAL_FIXED_IN[-1]


SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA recursive_triggers=ON; PRAGMA journal_mode="
    + ("WAL;" if wal_is_safe(sqlite3.sqlite_version_info) else "DELETE;"),
}
if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": env.db("DATABASE_URL")}
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        DATABASES["default"]["OPTIONS"] = {
            "options": "-c lock_timeout=5000 -c statement_timeout=30000"
        }
        DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "unionhub.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
        }
    }
if TESTING and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of the race tests need connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}

# --- people who log in ------------------------------------------------------------------------
AUTH_USER_MODEL = "unionhub.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "unionhub.passwords.OfficeWordsValidator"},
]
LOGIN_URL = "unionhub:login"
LOGIN_REDIRECT_URL = "/"
# Guessing: five wrong passwords from one machine lock that name there for a quarter of an hour.
# By name and address, so that a stranger cannot lock the rightful user out of the office PC.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "unionhub.views.session.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = 0
AXES_CLIENT_IP_CALLABLE = "unionhub.addresses.address_of"

SESSION_IDLE_SECONDS = 30 * 60
SESSION_LONGEST_SECONDS = 8 * 60 * 60
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-unionhub" if HTTPS else "unionhub"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "unionhub.views.errors.forged"

# --- transport and headers --------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Preloading concerns public domain names; an office server on a local network has none.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600

# --- words, time, files -----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("UNIONHUB_STATIC", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # Not an installed app: it ships a base.html and folder names that would shadow ours.
    ("vendor/bootstrap", Path(django_include_bootstrap.__file__).parent / "static"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "unionhub.storage.OfficeStaticStorage"
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_secrets": {"()": "unionhub.logs.NoSecrets"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.server": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
