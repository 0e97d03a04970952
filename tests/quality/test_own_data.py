"""The sentences and pairs that we wrote for training keep their own rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_data_keep_their_rules(project_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, project_root / "scripts" / "check_data.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert done.stdout.endswith("0 complaints\n")
