"""The firm's own words in documents: write them, take them back, take what the program says by now."""

from dataclasses import replace

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.own_texts import LONGEST, OwnText, own_text_id
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports


def write_text(ports: Ports, document: str, chapter: str, text: str) -> Changes:
    """Keep these words for the chapter; the program's own words again count as none. Raises TextTooLong.

    Raises KeyError for an unknown chapter.
    """
    shipped = ports.codes.template(document).chapter(chapter).text
    text = optional_text("文字", text.replace("\r\n", "\n"), LONGEST)
    text_id = own_text_id(document, chapter)
    with ports.units.write() as uow:
        known = uow.own_texts.find(text_id)
        if text == shipped.strip():
            if known is not None:
                uow.own_texts.remove(text_id)
        elif known is None:
            uow.own_texts.save(OwnText(text_id, text, shipped, ports.clock.today()))
        elif known.text != text:
            uow.own_texts.save(replace(known, text=text, changed_on=ports.clock.today()))
        return uow.commit()


def forget_text(ports: Ports, document: str, chapter: str) -> Changes:
    """The program's words count again; undo brings the firm's back."""
    text_id = own_text_id(document, chapter)
    with ports.units.write() as uow:
        if uow.own_texts.find(text_id) is not None:
            uow.own_texts.remove(text_id)
        return uow.commit()


def keep_own(ports: Ports, document: str, chapter: str) -> Changes:
    """The firm looked at the program's new words and keeps its own: they are not told as changed any more."""
    shipped = ports.codes.template(document).chapter(chapter).text
    with ports.units.write() as uow:
        known = uow.own_texts.find(own_text_id(document, chapter))
        if known is not None:
            uow.own_texts.save(replace(known, shipped=shipped))
        return uow.commit()
