"""Find the addresses on which a process and its children listen (Linux)."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path

_LISTENS = "0A"


def listening(group: int) -> set[str]:
    """Return the addresses, without ports, on which the processes of a process group listen."""
    sockets = {inode for process in _processes(group) for inode in _sockets(process)}
    addresses = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            cells = line.split()
            if cells[3] == _LISTENS and cells[9] in sockets:
                addresses.add(_address(cells[1].partition(":")[0]))
    return addresses


def is_loopback(address: str) -> bool:
    """Return whether an address can be reached from this machine only.

    >>> is_loopback("127.0.0.1"), is_loopback("::ffff:127.0.0.1"), is_loopback("0.0.0.0"), is_loopback("::")
    (True, True, False, False)
    """
    read = ip_address(address)
    return (getattr(read, "ipv4_mapped", None) or read).is_loopback


def _processes(group: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(path.name)) == group:
                found.append(int(path.name))
        except ProcessLookupError:
            continue
    return found


def _sockets(process: int) -> set[str]:
    links = set()
    for path in Path(f"/proc/{process}/fd").glob("*"):
        try:
            links.add(str(path.readlink()))
        except OSError:  # closed in the meantime
            continue
    return {link.removeprefix("socket:[").removesuffix("]") for link in links if link.startswith("socket:[")}


def _address(written: str) -> str:
    """Parse an address of /proc/net/tcp: words of four bytes in the byte order of the machine."""
    words = [bytes.fromhex(written[at : at + 8])[::-1] for at in range(0, len(written), 8)]
    return str(ip_address(b"".join(words)))
