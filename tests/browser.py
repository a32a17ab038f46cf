"""The browser of the tests: the system's Chromium or Playwright's; `--install` makes sure of one."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def chromium_path() -> str | None:
    """Return the path of the system's Chromium; `None` lets Playwright take its own."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> int:
    """Install Chromium by Debian's packages where that is allowed, else by Playwright."""
    if chromium_path():
        return 0
    if shutil.which("apt-get") and hasattr(os, "geteuid"):
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if not prefix or shutil.which("sudo"):
            subprocess.run([*prefix, "apt-get", "update", "-q"], check=False)
            subprocess.run([*prefix, "apt-get", "install", "-q", "-y", "chromium"], check=False)
    if chromium_path():
        return 0
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode


if __name__ == "__main__":
    sys.exit(install())
