"""判定依据 that were kept with the short name of their standard's file say the standard's name instead.

Until now 定级 wrote "industry_order10_2023 11 3：…" where the window and the papers say 工贸企业重大事故隐患判定标准
第11条第3项. The names below are those of the day of this revision: a migration does not follow later files.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TITLES = {
    "industry_order10_2023": "工贸企业重大事故隐患判定标准（应急管理部令第10号）",
    "construction_2024": "房屋市政工程生产安全重大事故隐患判定标准（2024版）",
    "city_gas_2023": "城镇燃气经营安全重大隐患判定标准",
    "special_equipment_gb45067": "特种设备重大事故隐患判定准则（GB 45067-2024）",
    "medical_2023": "医疗机构重大事故隐患判定清单（试行）",
    "culture_tourism_2023": "文化和旅游领域重大事故隐患重点检查事项",
    "agri_machinery_2022": "农机安全生产重大事故隐患判定标准（试行）",
    "commerce_2023_partial": "商务领域安全生产重大隐患排查事项清单",
    "road_transport_2023_art3_partial": "道路运输企业和城市客运企业安全生产重大事故隐患判定标准（试行）",
}
_WITHOUT_ARTICLES = ("agri_machinery_2022",)  # its items are numbered through
# The short name, then article and item if there were any, up to the colon.
_CODED = re.compile(rf"({'|'.join(_TITLES)})(?: ([^ ：]+))?(?: ([^ ：]+))?：")
# In the audit trail stands what was written then, and stays.
_KEPT_IN = (("hidden_danger", "basis"), ("judgement", "source"), ("danger_event", "words"))


def upgrade() -> None:
    """Say it in words where it is shown or printed from."""
    for table_name, column in _KEPT_IN:
        table = sa.table(table_name, sa.column(column))
        words = table.c[column]
        named = sa.or_(*(words.contains(name, autoescape=True) for name in _TITLES))
        for (kept,) in op.get_bind().execute(sa.select(words).where(named).distinct()).all():
            said = _CODED.sub(_in_words, kept)
            op.execute(table.update().where(words == kept).values({column: said}))


def _in_words(found: re.Match[str]) -> str:
    name, article, item = found.groups("")
    if name in _WITHOUT_ARTICLES:
        article, item = "", article
    where = f"第{article}条" if article[:1].isdigit() and "." not in article else article
    told = f" {item})" if item.isascii() and item.isalpha() else f"第{item}项"
    return f"{_TITLES[name]} {where}{told if item else ''}".strip() + "："
