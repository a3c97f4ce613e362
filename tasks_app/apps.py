from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Tasks (重点任务) and everything units and the office do about them."""

    name = "tasks_app"
    verbose_name = "重点任务"
    default_auto_field = "django.db.models.BigAutoField"
