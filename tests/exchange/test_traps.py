"""Each trap met in the libraries has its test here: a new version of them must not open it again."""

import asyncio
import socket
import subprocess
import sys
import time
from types import MappingProxyType

import pytest
from cryptography import x509

from tests.exchange.shop import NOW, ROOT, Shop, cms, refused
from tests.exchange.test_reader import DAMAGED, authority, crossed_certificates
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.container import MANIFEST_NAME, SIGNATURE_NAME
from ymh_desktop.exchange.limits import Limits
from ymh_desktop.exchange.signing import sign_manifest, verify_signature
from ymh_desktop.exchange.trust import Trust


def test_a_list_of_revocations_is_used_though_the_certificate_points_to_none(shop: Shop) -> None:
    """hard-fail and soft-fail ignored a CRL that was handed in; only "require" used it."""
    signed = shop.pack(shop.files, signer=authority().leaf)
    assert shop.verify(signed, trust=authority().trust(authority().crl())).header.sequence == 7
    with refused("E309"):
        shop.verify(signed, trust=authority().trust(authority().crl(authority().serial)))


def test_a_certificate_bomb_costs_nothing(shop: Shop) -> None:
    """Nine crossed authorities kept the path builder busy for 163 seconds."""
    bomb = shop.with_cms(certificates=[shop.ours.certificate, *crossed_certificates(9)])
    start = time.process_time()
    with refused("E312"):
        shop.verify(bomb, limits=Limits(signature=10**6))
    assert time.process_time() - start < 1


def test_as_many_certificates_as_are_allowed_cost_little(shop: Shop) -> None:
    crossed = shop.with_cms(certificates=[shop.ours.certificate, *crossed_certificates(3)[:3]])
    start = time.process_time()
    assert shop.verify(crossed).header.sequence == 7
    assert time.process_time() - start < 2


@pytest.mark.parametrize("name", ["expired when it signed", "not yet valid when it signed"])
def test_a_pinned_certificate_is_checked_for_its_dates(name: str, shop: Shop) -> None:
    """To the library a pinned certificate is an anchor, and anchors do not expire."""
    case = DAMAGED[name]
    with refused("E310"):
        shop.verify(case.make(shop), **case.ask(shop))


@pytest.mark.parametrize("first", ["asn1crypto.cms", "ymh_desktop.exchange.signing"])
def test_verifying_works_in_whatever_order_the_libraries_are_loaded(first: str, shop: Shop) -> None:
    """asn1crypto reads its table of attributes once, at the first use; pyhanko must have added its own by then."""
    certificate, signature, manifest = (shop.place() / name for name in ("c", "s", "m"))
    certificate.write_bytes(shop.ours.certificate)
    signature.write_bytes(shop.files[SIGNATURE_NAME])
    manifest.write_bytes(shop.files[MANIFEST_NAME])
    script = f"""
import {first}
from datetime import datetime
from pathlib import Path
from ymh_desktop.exchange.signing import verify_signature
from ymh_desktop.exchange.trust import Trust
trust = Trust.of(Path({str(certificate)!r}).read_bytes())
print(verify_signature(Path({str(signature)!r}).read_bytes(), Path({str(manifest)!r}).read_bytes(),
    trust=trust, now=datetime.fromisoformat({NOW.isoformat()!r})).facts.bits)
"""
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (said.stdout.strip(), said.stderr) == ("3072", "")


def test_nobody_on_the_network_is_asked(shop: Shop) -> None:
    """A certificate that names addresses for its revocation list and its issuer: both stay uncalled."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = x509.UniformResourceIdentifier(f"http://127.0.0.1:{server.getsockname()[1]}/list.crl")
        points = x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])
        pointing = authority(1000, points)
        signed = shop.pack(shop.files, signer=pointing.leaf)
        with refused("E308"):
            shop.verify(signed, trust=pointing.trust())
        assert shop.verify(signed, trust=pointing.trust(pointing.crl())).header.sequence == 7
        with pytest.raises(TimeoutError):
            server.accept()


def test_of_all_trusted_certificates_only_the_right_one_is_loaded(shop: Shop) -> None:
    """With thousands of anchors handed to the library, every check took 0.7 s."""
    certificates = {shop.ours.fingerprint: shop.ours.certificate, **{f"{n:064x}": b"not read" for n in range(2000)}}
    assert shop.verify(shop.good, trust=Trust(MappingProxyType(certificates))).header.sequence == 7


def test_both_ways_work_in_a_worker_thread_while_a_loop_is_running(shop: Shop) -> None:
    async def story() -> int:
        signature = await asyncio.to_thread(sign_manifest, b"hello", shop.ours, NOW)
        signer = await asyncio.to_thread(verify_signature, signature, b"hello", trust=shop.trust, now=NOW)
        return signer.facts.bits

    assert asyncio.run(story()) == 3072


def test_a_refusal_writes_nothing_to_the_terminal(shop: Shop) -> None:
    """The library logs tracebacks in English; on the command line they would stand before our sentence."""
    signature, manifest, pem = (shop.place() / name for name in ("s", "m", "p"))
    signature.write_bytes(cms(b"hello", authority().leaf))
    manifest.write_bytes(b"hello")
    root = authority()
    from cryptography.hazmat.primitives.serialization import Encoding

    pem.write_bytes(root.certificate.public_bytes(Encoding.PEM) + root.crl(root.serial))
    script = f"""
from datetime import datetime
from pathlib import Path
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.signing import verify_signature
from ymh_desktop.exchange.trust import Trust
try:
    verify_signature(Path({str(signature)!r}).read_bytes(), Path({str(manifest)!r}).read_bytes(),
        trust=Trust.from_pem(Path({str(pem)!r}).read_bytes()), now=datetime.fromisoformat({NOW.isoformat()!r}))
except PackageRefused as refusal:
    print(refusal.code)
"""
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (said.stdout.strip(), said.stderr) == ("E309", "")


def test_signing_twice_gives_the_same_bytes(shop: Shop) -> None:
    assert sign_manifest(b"hello", shop.ours, NOW) == sign_manifest(b"hello", shop.ours, NOW)


def test_the_signature_is_small_and_holds_one_certificate(shop: Shop) -> None:
    assert len(shop.files[SIGNATURE_NAME]) < 3000
    with pytest.raises(PackageRefused):
        verify_signature(shop.files[SIGNATURE_NAME], b"another manifest", trust=shop.trust, now=NOW)
