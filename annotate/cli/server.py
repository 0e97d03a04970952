"""How the commands sign in to a review server: the key comes from the environment, never from the command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotate.labelstudio.server import Server


def sign_in(url: str, home: Path | None) -> Server:
    """Return the server that the settings name, signed in; `home` is where a studio of one's own runs from."""
    from annotate.cli.studio import home_of
    from annotate.labelstudio.connection import connect
    from annotate.labelstudio.server import KEY_VARIABLE

    return connect(url, os.environ.get(KEY_VARIABLE, ""), home_of(home))
