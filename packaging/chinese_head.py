"""Puts Chinese in place of what the head of an NSIS installer says in English, before it knows any language.

makensis runs this on the head, which is a program of its own, before it adds the rest and the checksum. A text may get
shorter and never longer: the rest of its room is filled with zeros.
"""

import sys
from pathlib import Path

_DAMAGED = (
    "安装程序不完整，或者已经损坏，什么都没有装。\n\n"
    "请重新拷贝一份，或者重新向提供方要，再打开。\n原来装过的可以照常用。"
)
_NO_TEMP = "临时文件夹里写不进东西，没有装。请腾出一些磁盘空间，再打开一次。"
TEXTS = {
    "Installer integrity check has failed. Common causes include\nincomplete download and damaged media. Contact the\n"
    "installer's author to obtain a new copy.\n\nMore information at:\nhttp://nsis.sf.net/NSIS_Error": _DAMAGED,
    "Error writing temporary file. Make sure your temp folder is valid.": _NO_TEMP,
    "Error launching installer": "安装程序打不开",
    "NSIS Error": "安装程序出错",
}


class NotFound(ValueError):
    """The head does not hold this text: another version of NSIS."""


def in_chinese(head: bytes) -> bytes:
    """The same program with our words; raises NotFound."""
    for english, chinese in TEXTS.items():
        old = english.encode("utf-16-le")
        new = chinese.encode("utf-16-le")
        assert len(new) <= len(old), chinese
        if old not in head:
            raise NotFound(english)
        head = head.replace(old, new + bytes(len(old) - len(new)))
    return head


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_bytes(in_chinese(file.read_bytes()))
