"""Django's settings, made from the table in `configuration`."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from quipu.web.configuration import is_own_machine, read_configuration, read_env_file

PACKAGE_DIR = Path(__file__).resolve().parent.parent
CONFIGURATION = read_configuration({**read_env_file(Path(".env")), **os.environ})
DATA_DIR: Path = CONFIGURATION["QUIPU_DATA_DIR"]

SECRET_KEY = CONFIGURATION["QUIPU_SECRET_KEY"] or ""
DEBUG: bool = CONFIGURATION["QUIPU_DEBUG"]
PUBLIC_URL: str = CONFIGURATION["QUIPU_PUBLIC_URL"]
if CONFIGURATION["QUIPU_HTTPS"] and is_own_machine(PUBLIC_URL):
    PUBLIC_URL = ""
ALLOWED_HOSTS: list[str] = CONFIGURATION["QUIPU_ALLOWED_HOSTS"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "quipu.apps.accounts",
    "quipu.apps.history",
    "quipu.apps.organisation",
    "quipu.apps.plans",
    "quipu.apps.evidence",
    "quipu.apps.register",
    "quipu.apps.evaluation",
    "quipu.apps.collection",
    "quipu.apps.publishing",
    "quipu.apps.imports",
    "quipu.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "quipu.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "quipu.web.middleware.PageForFormsOnly",
]

ROOT_URLCONF = "quipu.web.urls"
WSGI_APPLICATION = "quipu.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "quipu.web.context.workplace",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        CONFIGURATION["DATABASE_URL"] or f"sqlite:///{DATA_DIR / 'quipu.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "files"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

LANGUAGE_COOKIE_NAME = "quipu_language"
LANGUAGE_CODE = "es-pe"
LANGUAGES = [("es-pe", "Español"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "web" / "locale"]
TIME_ZONE = "America/Lima"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE_DIR / "web" / "static"]
STATIC_ROOT = DATA_DIR / "static"
CACHES = {
    # Shared by every process of one installation: failed sign-ins are counted here.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache" / "web",
    }
}
CHARTS_DIR = DATA_DIR / "cache" / "charts"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MAIL_SERVER = CONFIGURATION["QUIPU_EMAIL_URL"]
EMAIL_HOST: str = MAIL_SERVER.host if MAIL_SERVER else ""
EMAIL_TIMEOUT = 10
if MAIL_SERVER:
    EMAIL_PORT: int = MAIL_SERVER.port
    EMAIL_HOST_USER: str = MAIL_SERVER.user
    EMAIL_HOST_PASSWORD: str = MAIL_SERVER.password
    EMAIL_USE_SSL: bool = MAIL_SERVER.use_ssl
    EMAIL_USE_TLS: bool = MAIL_SERVER.use_tls
DEFAULT_FROM_EMAIL: str = CONFIGURATION["QUIPU_EMAIL_FROM"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "quipu.web.views.faults.forged"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if CONFIGURATION["QUIPU_HTTPS"]:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
