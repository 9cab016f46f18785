"""Which addresses this PC has. Nothing is sent: connecting a UDP socket only asks the system for its route."""

import ipaddress
import socket
from contextlib import closing, suppress

from ymh_desktop.domain.errors import UserError

# Addresses in each private range, and one that is never routed: for the address that the default route leaves by.
_ASK_THE_WAY_TO = ("203.0.113.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")
_FACTORY_NETWORKS = tuple(map(ipaddress.IPv4Network, ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12")))


class WrongAddress(UserError):
    """An address on which a phone server has no business to listen."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"“{address[:40]}”不是厂里网络的地址。",
            "应是 192.168、10. 或 172.16～172.31 开头的地址，请在列表里选一个。",
        )


def addresses() -> tuple[str, ...]:
    """Every address of this PC in a private network, the likeliest first; empty without a network."""
    found = [_towards(there) for there in _ASK_THE_WAY_TO]
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return tuple(dict.fromkeys(address for address in found if is_of_a_factory(address)))


def _towards(address: str) -> str:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as asking:
        try:
            asking.connect((address, 9))
        except OSError:
            return ""
        return str(asking.getsockname()[0])


def is_of_a_factory(address: str) -> bool:
    """An IPv4 address of a private network (RFC 1918): not this PC alone, not one that it gave itself without any."""
    try:
        found = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return any(found in network for network in _FACTORY_NETWORKS)


def checked(address: str) -> str:
    """The address if the server may listen on it: a factory's, or this PC alone for a try-out; raises WrongAddress."""
    with suppress(ValueError):
        if ipaddress.IPv4Address(address).is_loopback:
            return address
    if not is_of_a_factory(address):
        raise WrongAddress(address)
    return address
