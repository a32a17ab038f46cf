"""A real reverse proxy for tests: Debian's nginx in front of several processes, without TLS."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = Path(__file__).parent.parent / "docs" / "deployment" / "nginx.conf"


def nginx_path() -> str | None:
    """Return the path of nginx, if it is installed."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def install() -> None:
    """Install nginx by Debian's packages where that is allowed; elsewhere its test is skipped."""
    if not nginx_path() and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-q", "-y", "nginx-light"], check=False)


def configuration(port: int, *, serve: Sequence[int], phones: Sequence[int], folder: Path) -> str:
    """Return the deployment's own configuration with this machine's ports, one plain server and no TLS."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    for name, ports in (("phones", phones), ("serve", serve)):
        servers = "\n".join(f"        server 127.0.0.1:{p} max_fails=1 fail_timeout=2s;" for p in ports)
        text = re.sub(rf"( +server {name}-\d+:\d+ [^\n]+\n)+", servers + "\n", text)
    text = re.sub(r"    server \{\n        listen 80;.*?\n    \}\n\n", "", text, flags=re.DOTALL)
    text = text.replace("listen 443 ssl;\n        http2 on;", f"listen 127.0.0.1:{port};")
    text = re.sub(r" +(ssl_|add_header Strict)[^\n]+\n", "", text)
    text = text.replace("$host;", "$http_host;")
    paths = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = text.replace("http {\n", f"http {{\n{paths}", 1)
    return f"daemon off;\npid {folder}/nginx.pid;\n{text}"


@contextmanager
def proxy(port: int, *, serve: Sequence[int], phones: Sequence[int], folder: Path) -> Iterator[None]:
    """Run the proxy while the block runs."""
    binary = nginx_path()
    assert binary is not None
    folder.mkdir(exist_ok=True)
    file = folder / "nginx.conf"
    file.write_text(configuration(port, serve=serve, phones=phones, folder=folder), encoding="utf-8")
    process = subprocess.Popen([binary, "-c", str(file), "-p", str(folder), "-e", "stderr"])
    try:
        yield
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(install())
