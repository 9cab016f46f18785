"""The real server on loopback: where it listens, when it stops, and what many or slow connections do to it."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from tests.mobile.support import Shop, noise
from tests.support.desk import RESOURCES
from tests.support.folders import ROOT
from tests.support.machine import need
from ymh_desktop.domain.errors import UserError
from ymh_desktop.mobile import network
from ymh_desktop.mobile.limits import MEGABYTE, Limits
from ymh_desktop.mobile.server import AddressGone, LanServer, PortTaken
from ymh_desktop.services.checks.today import today_lines
from ymh_desktop.services.phone.arrivals import keep_entry
from ymh_desktop.services.phone.settings import (
    AddressMoved,
    NoNetwork,
    keep_running,
    move_settled,
    offer_pairing,
    phone_end,
    phone_settings,
    switch_off,
    switch_on,
)
from ymh_desktop.services.phone.stickers import phone_stickers
from ymh_desktop.services.ports import Ports

LOOPBACK = "127.0.0.1"


@pytest.fixture
def served(shop: Shop) -> Iterator[Callable[[Limits], Ports]]:
    """Starts the shop's server on a free port of loopback; stops it at the end."""
    running: list[Ports] = []

    def serve(limits: Limits) -> Ports:
        ports = replace(shop.ports, phones=LanServer(RESOURCES / "phone", port=0, limits=limits))
        switch_on(ports, LOOPBACK)
        running.append(ports)
        return ports

    yield serve
    for ports in running:
        ports.phones.stop()


def port_of(ports: Ports) -> int:
    url = ports.phones.url()
    assert url is not None
    return int(url.rpartition(":")[2])


def ask(ports: Ports, path: str = "/", method: str = "GET", body: bytes = b"", **headers: str) -> int:
    """The status of one request."""
    with closing(http.client.HTTPConnection(LOOPBACK, port_of(ports), timeout=20)) as connection:
        connection.request(method, path, body or None, {key.replace("_", "-"): value for key, value in headers.items()})
        return connection.getresponse().status


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether it comes to hold in time."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def gone(connection: socket.socket) -> bool:
    """Whether the server closed it."""
    connection.settimeout(0.05)
    try:
        while chunk := connection.recv(4096):
            assert chunk
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


# ---- on, off, where --------------------------------------------------------------------------------------------------


def test_it_is_off_until_somebody_switches_it_on(shop: Shop) -> None:
    assert shop.ports.phones.url() is None
    assert not phone_settings(shop.ports).on


def test_it_stops_with_the_switch(served: Callable[[Limits], Ports]) -> None:
    ports = served(Limits())
    port = port_of(ports)
    assert ask(ports) == 200
    switch_off(ports)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, port), timeout=5)
    assert not phone_settings(ports).on


def test_it_stops_with_the_program_and_remembers_that_it_was_on(shop: Shop) -> None:
    program = replace(shop.program, ports=replace(shop.ports, phones=LanServer(RESOURCES / "phone", port=0)))
    switch_on(program.ports, LOOPBACK)
    port = port_of(program.ports)
    threads = threading.active_count()
    assert phone_settings(program.ports).on
    program.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, port), timeout=5)
    assert until(lambda: threading.active_count() < threads)


def test_it_starts_again_on_the_same_port_at_once(served: Callable[[Limits], Ports]) -> None:
    ports = served(Limits())
    again = replace(ports, phones=LanServer(RESOURCES / "phone", port=port_of(ports)))
    ask(ports)
    ports.phones.stop()
    again.phones.start(again, LOOPBACK)
    try:
        assert ask(again) == 200
    finally:
        again.phones.stop()


def test_a_port_that_is_taken_is_said_in_a_sentence(served: Callable[[Limits], Ports]) -> None:
    ports = served(Limits())
    second = LanServer(RESOURCES / "phone", port=port_of(ports))
    with pytest.raises(PortTaken, match="被别的程序占着"):
        second.start(ports, LOOPBACK)
    assert second.url() is None


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "255.255.255.255", "8.8.8.8", "224.0.0.1", "169.254.1.1", "::", "", "office", "1.2.3.4:80"]
)
def test_it_listens_on_no_public_address_and_never_on_all(shop: Shop, address: str) -> None:
    with pytest.raises(UserError, match="不是厂里网络的地址"):
        shop.ports.phones.start(shop.ports, address)
    assert shop.ports.phones.url() is None


def test_an_address_that_this_pc_does_not_have_is_said_in_a_sentence(shop: Shop) -> None:
    missing = next(f"10.254.253.{n}" for n in range(1, 250) if f"10.254.253.{n}" not in network.addresses())
    with pytest.raises(AddressGone, match="现在没有"):
        shop.ports.phones.start(shop.ports, missing)


def test_without_a_network_switching_on_says_what_is_missing(shop: Shop) -> None:
    class Nowhere(LanServer):
        def addresses(self) -> tuple[str, ...]:
            return ()

    ports = replace(shop.ports, phones=Nowhere(RESOURCES / "phone", port=0))
    with pytest.raises(NoNetwork, match="没有连着厂里的网络"):
        switch_on(ports)
    assert not phone_settings(ports).on


def test_a_changed_address_is_told_and_the_one_of_last_time_is_taken_again(shop: Shop) -> None:
    there = [LOOPBACK]

    class Moving(LanServer):
        def addresses(self) -> tuple[str, ...]:
            return tuple(there)

    ports = replace(shop.ports, phones=Moving(RESOURCES / "phone", port=0))
    try:
        switch_on(ports)
        assert phone_end(ports).moved == ""
        ports.phones.stop()
        there[:] = ["127.0.0.2"]
        assert phone_end(ports).moved == LOOPBACK
        there[:] = ["127.0.0.2", LOOPBACK]
        assert switch_on(ports).address == LOOPBACK
        assert phone_end(ports).moved == ""
    finally:
        ports.phones.stop()


def test_after_a_sleep_it_listens_at_the_new_address_and_says_so_until_it_was_settled(shop: Shop) -> None:
    there = [LOOPBACK]

    class Moving(LanServer):
        def addresses(self) -> tuple[str, ...]:
            return tuple(there)

    ports = replace(shop.ports, phones=Moving(RESOURCES / "phone", port=0))
    try:
        keep_running(ports)  # off: nothing is started
        assert ports.phones.url() is None
        switch_on(ports)
        keep_running(ports)  # all is well
        there[:] = []
        keep_running(ports)  # the cable is out: it may come back
        assert ports.phones.url() is not None
        there[:] = ["127.0.0.2"]
        with pytest.raises(AddressMoved, match=r"以前是 127\.0\.0\.1，现在是 127\.0\.0\.2"):
            keep_running(ports)
        assert str(ports.phones.url()).startswith("http://127.0.0.2:")
        assert phone_end(ports).moved == LOOPBACK
        keep_running(ports)  # said once
        move_settled(ports)
        assert phone_end(ports).moved == ""
        ports.phones.stop()  # as when the port was taken at the start
        keep_running(ports)
        assert ports.phones.url() is not None
    finally:
        ports.phones.stop()


def test_stickers_bear_the_link_of_each_post_and_remember_its_address(served: Callable[[Limits], Ports]) -> None:
    ports = served(Limits())
    sheet = phone_stickers(ports)
    links = {sticker.code: sticker.qr_text for sticker in sheet.stickers}
    assert links["P-0002"] == f"{ports.phones.url()}/i/P-0002"
    assert phone_settings(ports).printed == LOOPBACK
    ports.phones.stop()
    with pytest.raises(UserError, match="不知道要印哪个地址"):
        phone_stickers(ports)


def test_addresses_are_found_without_sending_anything_and_are_of_factories(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("send", "sendto", "sendall"):
        monkeypatch.setattr(socket.socket, name, lambda *_: pytest.fail("something was sent"), raising=True)
    assert all(network.is_of_a_factory(address) for address in network.addresses())


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces exist on Linux only")
def test_nothing_answers_on_another_address_of_the_same_pc(shop_data: Path, tmp_path: Path) -> None:
    """In a network of its own with two addresses: the chosen one answers, the other and loopback do not."""
    need("ip", "iproute2")
    inside = [need("unshare", "util-linux"), *(("--user", "--map-root-user") if os.geteuid() else ()), "--net"]
    if subprocess.run([*inside, "true"], capture_output=True).returncode:
        pytest.skip("making a network namespace is not permitted here")
    shutil.copytree(shop_data, tmp_path / "data")
    script = """
import socket, subprocess, sys
from contextlib import closing
from pathlib import Path
for words in ("link set lo up", "address add 192.168.77.5/32 dev lo", "address add 192.168.77.6/32 dev lo"):
    subprocess.run(["ip", *words.split()], check=True)
from ymh_desktop.bootstrap import open_program
from ymh_desktop.services.phone.settings import switch_on
program = open_program(Path(sys.argv[1]), via="测试")
switch_on(program.ports, "192.168.77.5")
for address in ("192.168.77.5", "192.168.77.6", "127.0.0.1"):
    with closing(socket.socket()) as asking:
        asking.settimeout(5)
        print(address, asking.connect_ex((address, 8765)) == 0)
program.close()
"""
    run = subprocess.run(
        [*inside, sys.executable, "-c", script, str(tmp_path / "data")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    if "Operation not permitted" in run.stderr:
        pytest.skip("a network of its own may not be set up here")
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "192.168.77.5 True",
        "192.168.77.6 False",
        "127.0.0.1 False",
    ]


# ---- sizes and slowness ----------------------------------------------------------------------------------------------


def test_a_body_beyond_the_limit_is_turned_away_before_it_has_arrived(served: Callable[[Limits], Ports]) -> None:
    ports = served(Limits())
    with closing(socket.create_connection((LOOPBACK, port_of(ports)), timeout=20)) as connection:
        head = f"POST /api/photo HTTP/1.1\r\nHost: x\r\nContent-Length: {13 * MEGABYTE}\r\n\r\n"
        connection.sendall(head.encode())
        assert b" 413 " in connection.recv(200)


def test_a_head_without_end_is_turned_away(served: Callable[[Limits], Ports]) -> None:
    ports = served(Limits())
    with closing(socket.create_connection((LOOPBACK, port_of(ports)), timeout=20)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 20_000)
        assert b" 431 " in connection.recv(200) or gone(connection)


SMUGGLED = {
    "two lengths": b"POST /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "length and chunks": (
        b"POST /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / H"
    ),
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "another host in the path": b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "no request at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@pytest.mark.parametrize("raw", SMUGGLED.values(), ids=SMUGGLED)
def test_a_strange_request_is_answered_with_a_refusal_and_the_server_goes_on(
    served: Callable[[Limits], Ports], raw: bytes
) -> None:
    ports = served(Limits(head_seconds=1))
    with closing(socket.create_connection((LOOPBACK, port_of(ports)), timeout=20)) as connection:
        connection.sendall(raw)
        answer = connection.recv(65536)
    assert b" 200 " not in answer.split(b"\r\n")[0]
    assert ask(ports) == 200


def test_an_idle_connection_is_closed(served: Callable[[Limits], Ports]) -> None:
    ports = served(Limits(idle_seconds=1))
    with closing(socket.create_connection((LOOPBACK, port_of(ports)), timeout=20)) as connection:
        assert until(lambda: gone(connection))


def test_a_head_that_drips_and_a_body_that_drips_are_closed_though_they_never_rest(
    served: Callable[[Limits], Ports],
) -> None:
    ports = served(Limits(head_seconds=1, request_seconds=2))
    heads = (b"GET / HTTP/1.1\r\nX: ", b"POST /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n")
    for head in heads:
        with closing(socket.create_connection((LOOPBACK, port_of(ports)), timeout=20)) as connection:
            connection.sendall(head)

            def drip(connection: socket.socket = connection) -> bool:
                try:
                    connection.sendall(b"a")
                except OSError:
                    return True
                return gone(connection)

            assert until(drip), head


def test_one_address_gets_no_more_than_its_share_of_the_connections(served: Callable[[Limits], Ports]) -> None:
    ports = served(Limits(connections_per_address=5))
    with ExitStack() as held:
        opened = [
            held.enter_context(closing(socket.create_connection((LOOPBACK, port_of(ports)), timeout=20)))
            for _ in range(12)
        ]
        assert until(lambda: sum(gone(each) for each in opened) == 7)


def test_one_connection_too_many_waits_until_another_ends(served: Callable[[Limits], Ports]) -> None:
    ports = served(Limits(connections=4))
    with ExitStack() as held:
        idle = [
            held.enter_context(closing(socket.create_connection((LOOPBACK, port_of(ports)), timeout=20)))
            for _ in range(4)
        ]
        assert until(lambda: not any(gone(each) for each in idle), 1)
        with closing(socket.create_connection((LOOPBACK, port_of(ports)), timeout=20)) as late:
            late.sendall(f"GET /test HTTP/1.1\r\nHost: {LOOPBACK}:{port_of(ports)}\r\n\r\n".encode())
            late.settimeout(1.5)
            with pytest.raises(TimeoutError):
                late.recv(100)
            for connection in idle:
                connection.close()
            late.settimeout(20)
            assert late.recv(100).startswith(b"HTTP/1.1 200")


def sixty_slow(held: ExitStack, ports: Ports) -> list[socket.socket]:
    """Connections that have begun a request and do not go on."""
    slow = [
        held.enter_context(closing(socket.create_connection((LOOPBACK, port_of(ports)), timeout=20))) for _ in range(60)
    ]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
    return slow


def test_sixty_slow_connections_stop_neither_the_window_nor_the_program(
    qapp: object, served: Callable[[Limits], Ports]
) -> None:
    """While all of them hang, the window's timer goes on and records are written; then phones are served again."""
    ports = served(Limits(connections_per_address=60, head_seconds=600, idle_seconds=600))
    with ExitStack() as held:
        slow = sixty_slow(held, ports)
        ticks, written, stop = [0], [0], threading.Event()
        loop, timer, limit = QEventLoop(), QTimer(), QTimer()

        def tick() -> None:
            ticks[0] += 1
            if ticks[0] >= 50 and written[0] >= 3:
                loop.quit()

        def write() -> None:
            while not stop.is_set():
                with ports.units.write() as uow:
                    uow.set_setting("test", str(written[0]))
                    uow.commit()
                today_lines(ports)
                written[0] += 1

        timer.setInterval(10)
        timer.timeout.connect(tick)
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        writer = threading.Thread(target=write)
        writer.start()
        timer.start()
        limit.start(30_000)
        loop.exec()
        timer.stop()
        limit.stop()
        stop.set()
        writer.join()
        assert ticks[0] >= 50
        assert written[0] >= 3
        assert not any(gone(each) for each in slow)  # all this while they hung
    assert until(lambda: ask(ports) == 200)


def test_sixty_slow_connections_are_sent_away_by_themselves(served: Callable[[Limits], Ports]) -> None:
    ports = served(Limits(connections_per_address=60, head_seconds=2))
    with ExitStack() as held:
        slow = sixty_slow(held, ports)
        assert until(lambda: all(gone(each) for each in slow), 40)
        assert ask(ports) == 200


# ---- the whole way ---------------------------------------------------------------------------------------------------


def test_a_phone_pairs_and_sends_a_photo_over_the_wire(served: Callable[[Limits], Ports], shop: Shop) -> None:
    ports = served(Limits())
    told: list[object] = []
    ports.phones.listen(told.append)
    port = port_of(ports)
    home = f"http://{LOOPBACK}:{port}"
    code = offer_pairing(ports, shop.person("张大勇")).url.partition("#bind=")[2]
    with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=30)) as connection:

        def call(path: str, body: bytes | None = None, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
            method = "GET" if body is None else "POST"
            connection.request(method, path, body, {"Origin": home, **headers})
            answer = connection.getresponse()
            return answer, answer.read()

        answer, _ = call("/api/pair", json.dumps({"code": code}).encode(), **{"Content-Type": "application/json"})
        assert answer.status == 200
        cookie = str(answer.headers["Set-Cookie"]).split(";")[0]
        csrf = json.loads(call("/api/me", Cookie=cookie)[1])["csrf"]
        ours = {"Cookie": cookie, "X-Csrf": csrf}
        answer, body = call("/api/photo", noise(3000, 2000), **ours, **{"Content-Type": "image/jpeg"})
        assert answer.status == 200, body
        payload = {"what": "过道有油", "place": "", "photos": [json.loads(body)["ticket"]]}
        entry = {"id": "over-the-wire-once", "kind": "danger", "age": 0, "payload": payload}
        answer, body = call("/api/entry", json.dumps(entry).encode(), **ours, **{"Content-Type": "application/json"})
        assert answer.status == 200, body
        assert "Server" not in answer.headers
    assert len(told) == 2
    with ports.units.read() as uow:
        (kept,) = uow.phone_entries.all()
    assert ports.photos.read(kept.photos[0]) is not None


def test_stopping_waits_for_what_is_being_written(served: Callable[[Limits], Ports], shop: Shop) -> None:
    """Whoever was answered is kept; whoever was not keeps it in the phone."""
    from ymh_desktop.domain.phones import DangerSeen
    from ymh_desktop.services.phone.pairing import caller_with, pair_phone

    ports = served(Limits())
    pair_phone(ports, shop.person("张大勇"), "手机", "a" * 64)
    caller = caller_with(ports, "a" * 64)
    assert caller is not None
    keep_entry(ports, caller, "before-it-was-stopped", 0, DangerSeen("过道有油", ""))
    ports.phones.stop()
    ports.phones.stop()  # a second time does nothing
    with ports.units.read() as uow:
        assert len(uow.phone_entries.all()) == 1
