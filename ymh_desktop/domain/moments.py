"""Days and moments: in words, and those that must have come.

Never by one format with Chinese in it: Windows refuses or garbles such a format.
"""

from datetime import date, datetime

from ymh_desktop.domain.errors import UserError


def day_words(day: date) -> str:
    """2026年11月03日."""
    return f"{day:%Y}年{day:%m}月{day:%d}日"


def moment_words(moment: datetime) -> str:
    """2026年11月03日 09:30."""
    return f"{day_words(moment)} {moment:%H:%M}"


def not_to_come(what: str, day: date, today: date) -> date:
    """The day again; raises UserError for one that has not come."""
    if day > today:
        raise UserError(f"{what} {day} 还没到。", "请填今天或以前的日期；如果日期是对的，请检查电脑的日期。")
    return day
