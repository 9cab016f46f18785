"""Write tests/services/manuals/ anew, after a change of words that is meant. Look at the difference before committing.

Run it from the root of the tree: `.venv/bin/python -m tests.services.renew_manuals`.
"""

import tempfile
from pathlib import Path

from tests.support.desk import new_desk
from tests.support.dump import said
from tests.support.paper_firm import fill
from ymh_desktop.services.book import open_book
from ymh_desktop.services.papers.catalogue import PAPERS
from ymh_desktop.services.papers.manuals import manual

FOLDER = Path(__file__).parent / "manuals"
INDEX = (("一、组织机构", "全员安全生产责任制", "写明每个人管什么"),)  # the real one grows with every paper


def main() -> None:
    """One file a document."""
    with tempfile.TemporaryDirectory() as name, new_desk(Path(name)) as desk:
        fill(desk)
        book = open_book(desk.ports)
        for paper in PAPERS:
            if paper.template:
                report = manual(desk.ports, book, paper.template, INDEX)
                (FOLDER / f"{paper.id}.txt").write_text(said(report), encoding="utf-8")


if __name__ == "__main__":
    main()
