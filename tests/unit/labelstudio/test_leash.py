from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from annotate.labelstudio import leash


def run(program: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-I", "-u", leash.__file__, str(program), *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def written(folder: Path, text: str) -> Path:
    program = folder / "program"
    program.write_text(text, encoding="utf-8")
    return program


def test_a_program_runs_as_by_itself(tmp_path: Path) -> None:
    program = written(tmp_path, "import sys; print(__name__, sys.argv[1:]); sys.exit(7)")
    with run(program, "start", "--port") as process:
        assert process.stdout is not None
        assert process.stdout.read() == "__main__ ['start', '--port']\n"
    assert process.returncode == 7


def test_it_ends_with_standard_input(tmp_path: Path) -> None:
    with run(written(tmp_path, "import time; print('up'); time.sleep(600)")) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == -signal.SIGTERM


def test_it_ends_even_where_it_will_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(leash.__file__).read_text(encoding="utf-8")
    impatient = tmp_path / "leash.py"
    impatient.write_text(source.replace("PATIENCE = 10.0", "PATIENCE = 0.1"), encoding="utf-8")
    monkeypatch.setattr(leash, "__file__", str(impatient))
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up'); time.sleep(600)"
    with run(written(tmp_path, deaf)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 1


REACHING = """
import socket
def fails(act):
    try:
        act()
    except OSError as error:
        return str(error)
    return "got out"
with socket.socket() as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
    print(fails(lambda: tcp.connect(("192.0.2.7", 9))))
    print(fails(lambda: udp.sendto(b"x", ("192.0.2.7", 9))))
    print(fails(lambda: udp.sendmsg([b"x"], [], 0, ("192.0.2.7", 9))))
print(fails(lambda: socket.getaddrinfo("news.test", 80)))
print(fails(lambda: socket.gethostbyname("news.test")))
print(fails(lambda: socket.create_connection(("localhost", %d), timeout=5).close()))
"""


def test_it_stays_on_this_machine(tmp_path: Path) -> None:
    with socket.socket() as near:
        near.bind(("127.0.0.1", 0))
        near.listen()
        with run(written(tmp_path, REACHING % near.getsockname()[1])) as process:
            assert process.stdout is not None
            said = process.stdout.read()
    *refused, reached = said.splitlines()
    assert len(refused) == 5
    assert all(leash.REFUSAL in line for line in refused), said
    assert reached == "got out"


@pytest.mark.parametrize("address", ["/run/some.sock", (0, 0), None])
def test_sockets_that_are_not_of_the_internet_pass(address: object) -> None:
    leash.stay("socket.connect", (None, address))
