"""All settings of the portal; each comes from the environment and is listed in .env.example."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import bootstrap_wrapper
import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from portal.administration import UNFOLD  # noqa: F401
from portal.files_url import storage
from portal.launcher.home import default_home, home_from

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")  # the environment itself wins


def stop(reason: str) -> None:
    """End the process with one line; 3 is gunicorn's word for a start that need not be tried again."""
    print(f"sinergi: {reason}", file=sys.stderr)
    sys.exit(3)


# --- how this process is meant to run -------------------------------------------------
PRODUCTION = env.bool("SINERGI_PRODUCTION", default=False)
DEMONSTRATION = env.bool("SINERGI_DEMONSTRATION", default=not PRODUCTION)
if PRODUCTION and DEMONSTRATION:
    stop("SINERGI_DEMONSTRATION is on; production has no demonstration")
DEBUG = env.bool("DEBUG", default=False)
HOME = home_from("SINERGI_HOME", default_home())


def required(name: str, development: str) -> str:
    """A secret or address that production must name; elsewhere a default serves."""
    value = env.str(name, default="" if PRODUCTION else development)
    if not value:
        stop(f"{name} is not set; production needs it (see .env.example)")
    return value


SECRET_KEY = required("SECRET_KEY", "development-only-" + "not-a-secret-" * 4)
if PRODUCTION and len(SECRET_KEY) < 50:
    stop("SECRET_KEY is shorter than 50 characters; make a random one (see .env.example)")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PUBLIC_URL = required("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(PUBLIC_URL).hostname] if PRODUCTION else ["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- parts ----------------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(required("DATABASE_URL", "postgres://localhost/sinergi"))}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
# A case is read with some twenty rows it points to, in the order the question names them: PostgreSQL takes 3 ms to plan
# four at a time, and 12 ms to compare all orders of eight. A pooler that knows no such word is given other `options`.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c join_collapse_limit=4")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("REDIS_URL", "redis://127.0.0.1:6379/0")
EMAIL_CONFIG = env.email_url_config(required("EMAIL_URL", "smtp://127.0.0.1:1025"))
globals().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Sinergi <sinergi@localhost>")

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A publisher tries once: the rows are the truth, and beat pokes again (a worker reconnects by rules of its own).
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5, "max_retries": 0}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_BEAT_SCHEDULER = "portal.heartbeats:HeartbeatScheduler"
CELERY_BEAT_SCHEDULE = {
    "casework.deliver": {"task": "casework.tasks.deliver", "schedule": 30.0},
    "casework.sweep": {"task": "casework.tasks.sweep", "schedule": 60.0},
    "casework.sweep_lists": {"task": "casework.tasks.sweep_lists", "schedule": 60.0},
    "casework.sweep_strays": {"task": "casework.tasks.sweep_strays", "schedule": crontab(hour=2, minute=17)},
    "agreements.sweep": {"task": "agreements.tasks.sweep", "schedule": 60.0},
    "portal.sweep": {"task": "portal.tasks.sweep", "schedule": 60.0},
    "portal.renew_board": {"task": "portal.tasks.renew_board", "schedule": 600.0},
}

# The demonstration and the tests may shift the product's one clock; production never.
CLOCK_OFFSET_FILE = HOME / "clock-offset" if DEMONSTRATION else None

# --- applications ---------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "csp",
    "regions",
    "accounts",
    "casework",
    "programs",
    "agreements",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.CompressMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.AdminPolicyMiddleware",
    "portal.middleware.AdminWordsMiddleware",
    "portal.middleware.MethodsMiddleware",
    "portal.middleware.CookiesMiddleware",
    "portal.crowd.CrowdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.ActorMiddleware",
    "accounts.refusals.RefusalsMiddleware",
    "portal.gate.GateMiddleware",
    "portal.middleware.AddressMiddleware",
    "portal.middleware.SendingMiddleware",
    "portal.kept_pages.middleware.KeptPagesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.page",
            ],
            "builtins": ["django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- people ---------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
        "OPTIONS": {"password_list_path": BASE_DIR / "accounts" / "data" / "breached_passwords.txt.gz"},
    },
    {"NAME": "accounts.passwords.RulesValidator"},
]
PASSWORD_RULES = env.str("PASSWORD_RULES", default="bssn")
if PASSWORD_RULES not in ("bssn", "asvs5"):
    stop("PASSWORD_RULES is neither bssn nor asvs5 (see .env.example)")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:desk"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "portal.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.entrance.LoginForm",
    "change_password": "portal.entrance.ChangePasswordForm",
    "set_password": "portal.entrance.SetPasswordForm",
    "reset_password": "portal.entrance.ResetPasswordForm",
    "reset_password_from_key": "portal.entrance.ResetPasswordKeyForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# allauth's own keeps every address it ever wrote to, and each would go on opening the door.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Per address only: a limit counted per login name would let anyone lock anyone out.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip", "reset_password": "10/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(env.float("SESSION_HOURS", default=12) * 3600)
SESSION_AT_MOST = int(env.float("SESSION_AT_MOST_HOURS", default=24) * 3600)  # however much one works
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)

# The second factor: an application's code, a passkey, or codes on paper; whom it binds says portal/gate.py.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=PRODUCTION)
MFA_ADAPTER = "portal.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "portal.entrance.CodeForm",
    "reauthenticate": "portal.entrance.CodeAgainForm",
    "activate_totp": "portal.entrance.ActivateForm",
    "add_webauthn": "portal.entrance.PasskeyForm",
    "edit_webauthn": "portal.entrance.PasskeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sinergi"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# Signing in must work while Valkey is down, so what it counts lives in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
    },
    # The front page for two minutes, about how long a long list is for one; each process has its own.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
    # Pages, each for a minute (portal/kept_pages): some tens of kilobytes each.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

# Seconds; a figure of the board that takes longer to count is kept and counted anew in the background.
BOARD_KEEPS_FROM = env.float("BOARD_KEEPS_FROM", 0.02)

# Of one web process: how many requests it works on at once, how many stand in line for that, how many large bodies it
# takes in besides, and which share of its time a province or a person elsewhere may go on taking however many others
# are there (0: no limit, and the line knows only who came first). See portal/crowd.py.
REQUESTS_AT_ONCE = env.int("REQUESTS_AT_ONCE", default=4)
REQUESTS_IN_LINE = env.int("REQUESTS_IN_LINE", default=12)
UPLOADS_AT_ONCE = env.int("UPLOADS_AT_ONCE", default=4)
PROVINCE_SHARE = env.float("PROVINCE_SHARE", default=0.05)

# --- words, places --------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = False

# --- files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our files are for our pages
MEDIA_ROOT = HOME / "files"
DOCUMENT_MAX_BYTES = env.int("DOCUMENT_MAX_MEGABYTES", default=20) * 1024 * 1024
EXPORT_DIRECT_ROWS = env.int("EXPORT_DIRECT_ROWS", default=1_000)  # a longer list's file is made in the background
EXPORT_DAYS = env.int("EXPORT_DAYS", default=7)  # so long such a file is kept
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
STORAGES = {
    "default": storage(env("FILES_URL", default="")),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- safety ---------------------------------------------------------------------------
SECURE_SSL_REDIRECT = PRODUCTION
# Asked on loopback, without TLS; and a secret address, which a program led on would go on sending in the open.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$", r"^kalender/[^/]+\.ics$"]
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
# "__Host-" makes a browser refuse the cookie unless it came by TLS, from this host alone, for all of its paths.
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME, THEME_COOKIE_NAME = f"{COOKIE_PREFIX}django_language", f"{COOKIE_PREFIX}theme"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_HTTPONLY = "Lax", True
MESSAGE_STORAGE = "portal.notes.Notes"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
# django-unfold evaluates code in the page; the admin's own policy is set in portal.middleware.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
} | {name: kept for name, kept in CONTENT_SECURITY_POLICY["DIRECTIVES"].items() if name != "default-src"}

PGHISTORY_APPEND_ONLY = True

INSTANT = "%Y-%m-%dT%H:%M:%S%z"  # with its zone, so that lines of several machines can be laid beside each other
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"who": {"()": "portal.log_lines.WhoAsked"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s", "datefmt": INSTANT},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(process)d",
            "datefmt": INSTANT,
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["who"],
            "formatter": "json" if PRODUCTION else "line",
        },
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"pikepdf": {"level": "WARNING"}},
}
