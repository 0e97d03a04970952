"""Runs a Python program that stays on this machine and ends when its standard input does: `leash.py PROGRAM ARGUMENTS`.

The studio holds the other end. However it ends, by SIGKILL too, the system closes that end, and no server lingers
that nobody knows of. This runs in the server's environment: it imports nothing of annotate.

No setting makes Label Studio 1.23 quite silent: for some pages the server fetches tips from a public site. So whatever
Python code would look up or reach elsewhere fails as it does without a network.
"""

import ipaddress
import os
import runpy
import signal
import socket
import sys
import time
from threading import Thread

PATIENCE = 10.0  # seconds for a clean end
REFUSAL = "annotate studio lets nothing leave this machine"


def main() -> None:
    """Run the program named by the arguments, as Python itself would."""
    Thread(target=_watch, daemon=True).start()
    sys.addaudithook(stay)
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")


def _watch() -> None:
    """Wait for the end of standard input, then end this process."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


def stay(event: str, args: tuple[object, ...]) -> None:
    """Refuse an audit event that looks up or reaches another machine. Raises `OSError` as sockets do."""
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        if not is_here(args[0]):
            raise socket.gaierror(socket.EAI_FAIL, REFUSAL)
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        # Other families than the internet's have no tuples, or numbers first.
        if isinstance(address, tuple) and not is_here(address[0]):
            raise ConnectionRefusedError(REFUSAL)


def is_here(host: object) -> bool:
    """Tell whether a host is this machine, by its name or number alone.

    >>> [is_here(host) for host in ("localhost", "127.0.0.1", "::1", None, b"127.0.0.2")]
    [True, True, True, True, True]
    >>> [is_here(host) for host in ("news.test", "192.0.2.7", "2001:db8::1", "127.0.0.1.news.test")]
    [False, False, False, False]
    """
    if isinstance(host, bytes | bytearray):
        host = host.decode("latin-1")
    if not isinstance(host, str) or host in ("", "localhost"):
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


if __name__ == "__main__":
    main()
