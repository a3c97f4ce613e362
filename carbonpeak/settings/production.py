"""Production: what must not be guessed comes from the environment, or the start is refused by name."""

from carbonpeak.settings.required import REQUIRED, refuse_if_missing

# Before base is read, which would fall back to a developer's defaults.
refuse_if_missing(REQUIRED)

from carbonpeak.settings.base import *  # noqa: E402, F403
from carbonpeak.settings.base import SILENCED_SYSTEM_CHECKS, env  # noqa: E402

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
vars().update(env.email_url("EMAIL_URL"))

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Behind nginx: the proxy says by this header, and by no other, that the visitor came over https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Neighbouring sites of the same domain are not ours to promise https for (W005), nor browsers' lists (W021).
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
