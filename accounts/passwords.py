"""What a password has to be, where Django says it in no Chinese sentence."""

from django.contrib.auth.password_validation import MinimumLengthValidator

NULL = "这里有看不见的字符，请重新填写。"


class LengthValidator(MinimumLengthValidator):
    """Long enough."""

    def get_error_message(self) -> str:
        """The sentence beside the field."""
        return f"密码太短，至少 {self.min_length} 个字符。"
