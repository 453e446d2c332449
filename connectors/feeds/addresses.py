"""Which network addresses a feed reader may connect to."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore

# Networks whose addresses carry an IPv4 address in their last 32 bits, through which it is reached
# (RFC 6052, 4291).
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))


class PrivateAddressError(Exception):
    """A host has an address that is not public."""


def is_public(address: str) -> bool:
    """Whether `address` (IPv4 or IPv6) is reached on the open internet.

    Private, loopback, link-local, shared, multicast, reserved and documentation addresses are not, nor is an
    IPv6 address that leads to such an IPv4 address. Raises ValueError if `address` is none.
    """
    ip = ip_address(address.partition("%")[0])
    embedded = _embedded(ip) if isinstance(ip, IPv6Address) else None
    if embedded is not None:
        return is_public(str(embedded))
    local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not local


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    if any(ip in network for network in _TRANSLATED):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def resolved(host: str, port: int, allow_private: bool) -> list[str]:
    """The addresses of `host`, in the resolver's order.

    Raises PrivateAddressError if any is not public, unless `allow_private`, and httpcore.ConnectError if the
    host has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host} has no address") from error
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    for address in addresses:
        if not allow_private and not is_public(address):
            raise PrivateAddressError(f"{host} has the address {address}, which is not public")
    return addresses
