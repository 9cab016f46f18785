"""The command `phone`: the phone end without a window, the list of phones, and sending one away."""

import argparse
import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from ymh_desktop.cli.people import person_named
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.phone.pairing import PhoneLine, phone_lines, revoke_phone
from ymh_desktop.services.phone.settings import offer_pairing, phone_settings
from ymh_desktop.services.ports import Ports


def reads_only(arguments: argparse.Namespace) -> bool:
    """Whether the data folder is only looked at: then a window may be open over it."""
    return bool(arguments.list)


def run_phone(ports: Ports, arguments: argparse.Namespace) -> None:
    """Carry it out; serving goes on until it is told to end. Raises UserError."""
    if arguments.list:
        print(_list(ports, arguments.json))
    elif arguments.revoke:
        line = _phone(ports, arguments.revoke)
        revoke_phone(ports, line.id)
        print(f"已解除绑定：{line.called}（{line.person}）")
    else:
        _serve(ports, arguments)


def _list(ports: Ports, as_json: bool) -> str:
    lines = phone_lines(ports)
    if as_json:
        return json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2, default=str)
    return "\n".join(_words(line) for line in lines) or "还没有绑定手机。"


def _words(line: PhoneLine) -> str:
    last = f"最后一次用 {line.last_use:%Y-%m-%d %H:%M}" if line.last_use else "还没用过"
    return f"{line.called}  {line.person}  {line.device}  {last}  {'能用' if line.active else '已解除'}"


def _phone(ports: Ports, text: str) -> PhoneLine:
    number = "".join(char for char in text if char.isdecimal())
    for line in phone_lines(ports):
        if number and line.called == f"手机{int(number)}号":
            return line
    raise UserError(f"没有“{text[:20]}”这部手机。", "用 phone --list 看有哪些，写编号就行，例如 2。")


def _serve(ports: Ports, arguments: argparse.Namespace) -> None:
    """The switch of the window stays as it is: this is for this time only."""
    person_id = person_named(ports, arguments.pair) if arguments.pair else ""
    settings = phone_settings(ports)
    there = ports.phones.addresses()
    address = arguments.address or (settings.address if settings.address in there else next(iter(there), ""))
    if not address:
        raise UserError("这台电脑没有连着厂里的网络。", "请先连上路由器，或用 --address 写明地址。")
    ports.phones.listen(lambda changes: _tell(ports, changes))
    ports.phones.start(ports, address, arguments.name or settings.name)
    print(f"手机端已打开：{ports.phones.url()}", flush=True)
    print(f"连接测试：{ports.phones.url()}/test", flush=True)
    if person_id:
        offer = offer_pairing(ports, person_id)
        print(f"绑定{arguments.pair}的手机，{offer.until:%H:%M:%S} 前有效，只能用一次：")
        print("\n".join(ports.qr_codes.lines(offer.url)))
        print(offer.url, flush=True)
    print("按 Ctrl+C 关闭。", flush=True)
    with _until_told() as told:
        told.wait()
    ports.phones.stop()
    print("手机端已关闭。", flush=True)


def _tell(ports: Ports, changes: Changes) -> None:
    """One line for what came."""
    if "PhoneEntry" in changes.kinds():
        with ports.units.read() as uow:
            waiting = uow.phone_entries.count_waiting()
        print(f"手机发来 1 条，共 {waiting} 条待确认，请在窗口里确认。", flush=True)
    elif "Phone" in changes.kinds():
        print("有手机绑定好了。", flush=True)
    elif not changes:
        print("有手机打开了连接测试。", flush=True)


@contextmanager
def _until_told() -> Iterator[threading.Event]:
    """Set by Ctrl+C or by a polite request to end, so that what is being written is written."""
    told = threading.Event()
    kinds = (signal.SIGINT, signal.SIGTERM)
    former = {kind: signal.signal(kind, lambda *_: told.set()) for kind in kinds}
    try:
        yield told
    finally:
        for kind, handler in former.items():
            signal.signal(kind, handler)
