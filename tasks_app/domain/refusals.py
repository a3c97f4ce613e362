"""How this house says no: always in one Chinese sentence that tells what is wrong and how to mend it."""

from collections.abc import Mapping


class Refusal(Exception):
    """Something was not done. ``sentence`` is shown to the person as it is; ``status`` is the HTTP answer."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotVisible(Refusal):
    """The thing does not exist for this person; the answer never tells the two cases apart."""

    status = 404

    def __init__(self, sentence: str = "没有找到该页面或事项，请从列表重新进入。") -> None:
        super().__init__(sentence)


class NotAllowed(Refusal):
    """The thing is visible, but this person may not do this to it."""

    status = 403


class NotNow(Refusal):
    """The person might, but the thing is not in a state in which it can be done."""

    status = 409


class Stale(Refusal):
    """Somebody else was faster: the page shows an older version than the stored one."""

    status = 409


class Busy(NotNow):
    """Others were at the same rows for too long: nothing was done, and the same act may succeed in a moment."""

    def __init__(self, sentence: str = "其他人正在办理同一件事项，本次没有办成；请稍候几秒再提交一次。") -> None:
        super().__init__(sentence)


class Overloaded(Refusal):
    """The database did not answer in time, and there is no form to give back."""

    status = 503


class Invalid(Refusal):
    """What was typed does not hold; ``faults`` maps a field's name to its sentence."""

    status = 422

    def __init__(self, faults: Mapping[str, str]) -> None:
        sentences = list(faults.values())
        super().__init__("；".join([*(one.removesuffix("。") for one in sentences[:-1]), *sentences[-1:]]))
        self.faults = dict(faults)
