"""Days and moments in words. Never by one format with Chinese in it: Windows refuses or garbles such a format."""

from datetime import date, datetime


def day_words(day: date) -> str:
    """2026年11月03日."""
    return f"{day:%Y}年{day:%m}月{day:%d}日"


def moment_words(moment: datetime) -> str:
    """2026年11月03日 09:30."""
    return f"{day_words(moment)} {moment:%H:%M}"
