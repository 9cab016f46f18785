"""Days and moments: in words, those that must have come, and those that are still to come.

Never by one format with Chinese in it: Windows refuses or garbles such a format.
"""

from datetime import date, datetime, timedelta

from ymh_desktop.domain.errors import UserError

PLANS_AHEAD = timedelta(days=2 * 366)  # what lies further off is a slip in the year


def day_words(day: date) -> str:
    """2026年11月03日."""
    return f"{day:%Y}年{day:%m}月{day:%d}日"


def moment_words(moment: datetime) -> str:
    """2026年11月03日 09:30."""
    return f"{day_words(moment)} {moment:%H:%M}"


def not_to_come(what: str, day: date | None, today: date) -> date:
    """The day again, today where none was said; raises UserError for one that has not come."""
    if day is None:
        return today
    if day > today:
        raise UserError(f"{what} {day} 还没到。", "请填今天或以前的日期；如果日期是对的，请检查电脑的日期。")
    return day


def still_to_come(what: str, day: date, today: date) -> date:
    """The day again, for something that is planned; raises UserError for one gone by, or too far off to be meant."""
    if day < today:
        raise UserError(f"{what} {day} 已经过去了。", "请选今天或以后的日期。")
    return not_far_off(what, day, today, PLANS_AHEAD, "请看看年份对不对。")


def not_far_off(what: str, day: date, today: date, most: timedelta, advice: str) -> date:
    """The day again; raises UserError for one that lies further ahead than that."""
    if day - today > most:
        raise UserError(f"{what} {day} 还有 {(day - today).days} 天，太远了。", advice)
    return day
