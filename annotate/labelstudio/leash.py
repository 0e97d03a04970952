"""Runs a Python program that ends when its standard input does: `python leash.py PROGRAM ARGUMENTS`.

The studio holds the other end. However it ends, by SIGKILL too, the system closes that end, and no server lingers
that nobody knows of. This runs in the server's environment: it imports nothing of annotate.
"""

import os
import runpy
import signal
import sys
import time
from threading import Thread

PATIENCE = 10.0  # seconds for a clean end


def main() -> None:
    """Run the program named by the arguments, as Python itself would."""
    Thread(target=_watch, daemon=True).start()
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")


def _watch() -> None:
    """Wait for the end of standard input, then end this process."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


if __name__ == "__main__":
    main()
