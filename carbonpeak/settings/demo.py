"""`make demo`: production's manners on one machine. The launcher in deploy/demo names the services."""

from carbonpeak.settings.base import *  # noqa: F403
from carbonpeak.settings.base import TEMPLATES, VAR_DIR, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")

# Static files straight from the source, so that a fresh clone needs no collectstatic.
WHITENOISE_USE_FINDERS = True

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

# The login page names who can log in.
TEMPLATES[0]["OPTIONS"]["context_processors"].append("tasks_app.management.demo.people.for_login_page")

# Visitors and scripts log in as every role with one password; the login page says that production asks for more.
SECOND_FACTOR_REQUIRED = False
DEMO_BANNER = "演示数据，与实际工作无关"
