"""A developer's machine: errors are shown, the database is a file, mail lands in a folder."""

from carbonpeak.settings.base import *  # noqa: F403
from carbonpeak.settings.base import VAR_DIR, env

VAR_DIR.mkdir(exist_ok=True)

DEBUG = True
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development-never-in-production")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
