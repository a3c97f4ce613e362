from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People (用户), units (单位) and posts (任职)."""

    name = "accounts"
    verbose_name = "人员与单位"
    default_auto_field = "django.db.models.BigAutoField"
