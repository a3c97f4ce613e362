"""Production: what must not be guessed comes from the environment, or the start is refused by name."""

from carbonpeak.settings.required import refuse_if_missing

# Before base is read, which would fall back to a developer's defaults.
refuse_if_missing(
    {
        "SECRET_KEY": "a long random text, kept the same on every machine: openssl rand -base64 48",
        "DATABASE_URL": "postgresql://user:password@host:5432/carbonpeak",
        "REDIS_URL": "redis://host:6379/0 or unix:///run/valkey/valkey.sock?db=0",
        "ALLOWED_HOSTS": "the host names of the site, separated by commas",
        "EMAIL_URL": "smtp+tls://user:password@host:587 (consolemail:// sends nothing)",
        "DEFAULT_FROM_EMAIL": "the sender that recipients see, carbonpeak@example.gov.cn",
        "MEDIA_ROOT": "the folder of uploaded files, outside the code and in the backup",
        "STATIC_ROOT": "the folder that collectstatic fills",
    }
)

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
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
