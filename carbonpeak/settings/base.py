"""What is so everywhere. What differs stands in development, demo, test and production."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import environ
from csp.constants import NONE, SELF
from django_guid.integrations import CeleryIntegration

from carbonpeak.logs import logging_settings
from carbonpeak.schedule import timetable
from carbonpeak.settings.services import broker, database

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

# --- Applications ----------------------------------------------------------------------------------------------------
# No admin site anywhere: it would be a second door beside the actions, and people would come to need it.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_guid",
    "guardian",
    "simple_history",
    "accounts",
    "tasks_app",
]

MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    "carbonpeak.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.IdleLogoutMiddleware",
    "accounts.middleware.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.ActorMiddleware",
    "tasks_app.views.looks.LookMiddleware",
    "tasks_app.views.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "carbonpeak.urls"
WSGI_APPLICATION = "carbonpeak.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tasks_app.presenters.frame.frame_context",
            ],
        },
    }
]

# --- Database, files, static -----------------------------------------------------------------------------------------
# No ATOMIC_REQUESTS: an action opens its own transaction, and a page that only reads holds none.
DATABASES = {
    "default": database(
        env.str("DATABASE_URL", default=f"sqlite:///{quote(str(VAR_DIR / 'development.sqlite3'))}"),
        statement_seconds=env.int("DATABASE_STATEMENT_SECONDS", default=15),
        lock_seconds=env.int("DATABASE_LOCK_SECONDS", default=3),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- People, sessions, rights ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"

# Wrong passwords are counted in the database by name and address together: nobody can shut somebody else out from
# afar, and a whole bureau behind one address is not shut out by one of its people.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # what the page says, holds: knocking does not prolong it
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Who signs papers, and the three administrators, also give a code of their phone (accounts/second_factor.py).
SECOND_FACTOR_REQUIRED = False

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Guardian keeps relation rows and answers no has_perm(): its backend is left out, hence the silenced check.
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# A reason is a sentence, not a label: 100 characters would refuse it on PostgreSQL.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# --- Security headers ------------------------------------------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- Mail ------------------------------------------------------------------------------------------------------------
# Without a limit a mail server that hangs would hold a worker for ever.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="carbonpeak@localhost")

# Notices leave the house as one message a person a day, at the office's hour on working days.
DIGEST_HOUR = env.int("DIGEST_HOUR", default=9)
# Urgent ones do not wait for that hour, but they ring nobody out of bed: they leave within these hours.
URGENT_FROM_HOUR = env.int("URGENT_FROM_HOUR", default=8)
URGENT_UNTIL_HOUR = env.int("URGENT_UNTIL_HOUR", default=20)
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", default="http://localhost:8000")
MESSAGE_ID_DOMAIN = env.str("MESSAGE_ID_DOMAIN", default="carbonpeak.invalid")

# --- Extensions (延期) ------------------------------------------------------------------------------------------------
# The clerk grants the first one of a line up to so many working days; everything else is the director's.
EXTENSION_CLERK_DAYS = env.int("EXTENSION_CLERK_DAYS", default=10)

# --- Jobs: Celery rings the bell, the database remembers what is due (docs/operations.md) ----------------------------
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = broker(REDIS_URL)
# Measured: with these a page whose broker is frozen answers after 6 s instead of 45.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 25,
    "max_retries": 2,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Acknowledge late *and* reject on a lost worker: late alone loses the job when a pool child is killed.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_ENABLE_UTC = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = timetable(timedelta(seconds=env.float("CLOCK_SECONDS", default=60)))
CELERY_BEAT_SCHEDULER = "carbonpeak.beat:SteadyScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = env.str("BEAT_FILE", default=str(VAR_DIR / "beat.schedule"))

# --- Logs: one JSON object a line, on standard error -----------------------------------------------------------------
LOGGING = logging_settings(level=env.str("LOG_LEVEL", default="INFO"))
DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "EXPOSE_HEADER": False,
    "INTEGRATIONS": [CeleryIntegration(use_django_logging=True)],
}

# --- Demo ------------------------------------------------------------------------------------------------------------
# A copy of the data on which the clock may be set to another day.
REHEARSAL = env.bool("REHEARSAL", default=False)
DEMO_BANNER = ""
