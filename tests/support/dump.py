"""What a document says, as plain text: for files that are looked at when they change."""

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.reports.manual import (
    Block,
    Form,
    FreshPage,
    Grid,
    Manual,
    Points,
    SignLines,
    SubHeading,
    Words,
)


def said(manual: Manual) -> str:
    """Every word, block by block."""
    lines = [f"{manual.title} {manual.number} {'横版' if manual.wide else '竖版'}{' 封面' if manual.cover else ''}"]
    for chapter in manual.chapters:
        lines.append(f"\n# {chapter.heading}{' （另起一页）' if chapter.fresh_page else ''}".rstrip())
        for block in chapter.blocks:
            lines += _block(block)
    if manual.signatures:
        lines.append("\n签字 " + " ".join(f"{s.role}={s.name}" for s in manual.signatures))
    return "\n".join(lines) + "\n"


def _block(block: Block) -> list[str]:
    match block:
        case Words():
            return [f"{'' if block.tone.value == 'plain' else block.tone.value + ' '}{block.text}"]
        case SubHeading():
            return [f"## {block.text}"]
        case Points():
            return [f"{f'{n}.' if block.numbered else '-'} {item}" for n, item in enumerate(block.items, 1)]
        case Grid():
            return _grid(block)
        case Form():
            rows = (" | ".join(f"{field.name}: {field.value}" for field in row.fields) for row in block.rows)
            return [f"[{text}]" for text in rows]
        case SignLines():
            return ["签字 " + " ".join(f"{s.role}={s.name}" for s in block.signatures)]
        case FreshPage():
            return ["（新页）"]


def _grid(grid: Grid) -> list[str]:
    if any(column.title == "答案" for column in grid.columns):
        return ["（三个问题）"]  # their wrong answers come from the library, which grows

    def cell(value: object) -> str:
        return value.short if isinstance(value, RiskLevel) else str(value).replace("\n", "／")

    head = " | ".join(column.title.replace("\n", "") for column in grid.columns)
    rows = [" | ".join(cell(value) for value in row) for row in grid.rows]
    blank = [f"（空 {grid.blank} 行）"] if grid.blank else []
    return [f"| {head}", *(f"| {row}" for row in rows), *blank] if rows or blank else [f"| {head}", grid.none]
