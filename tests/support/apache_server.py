"""Run Apache's httpd on loopback, with .htaccess files, in a folder that it may read; stop it by its process ID."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from store_servers.server import HOST, Failed, Missing, free_port

MODULES = Path("/usr/lib/apache2/modules")
PATIENCE = 30  # seconds
CONFIGURATION = """\
ServerRoot "{folder}"
ServerName {host}
Listen {host}:{port}
PidFile "{folder}/httpd.pid"
ErrorLog "{folder}/error.log"
LogLevel warn
DefaultRuntimeDir "{folder}"
User nobody
Group nogroup
{modules}
TypesConfig "{folder}/mime.types"
DocumentRoot "{folder}/www"
DirectoryIndex index.html
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<Directory "{folder}/www">
  AllowOverride All
  Require all granted
</Directory>
"""


class Apache:
    """A running server: *url* ends in ``/``, *documents* is the folder that it serves."""

    def __init__(self, documents: Path, port: int):
        self.documents, self.port = documents, port
        self.url = f"http://{HOST}:{port}/"

    def get(self, path: str, *accept: str) -> tuple[int, Mapping[str, str], bytes]:
        """Return status, headers and body of a GET request with an Accept header for each of *accept*."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.putrequest("GET", path, skip_accept_encoding=True)
            for value in accept:
                connection.putheader("Accept", value)
            connection.endheaders()
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()


@contextmanager
def running(*modules: str) -> Iterator[Apache]:
    """Run Apache with the modules of the rules and *modules*; raises Missing if it is not installed."""
    program = shutil.which("apache2", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not program:
        raise Missing("no apache2 on the path: run .ci/site")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # started by root, it reads as another user
        (folder / "www").mkdir()
        (folder / "mime.types").write_text("text/html html\n")
        names = ("mpm_event", "authz_core", "mime", "dir", "rewrite", *modules)
        loads = "\n".join(f'LoadModule {name}_module "{MODULES}/mod_{name}.so"' for name in names)
        port = free_port()
        text = CONFIGURATION.format(folder=folder, host=HOST, port=port, modules=loads)
        (folder / "httpd.conf").write_text(text)
        command = [program, "-DFOREGROUND", "-f", str(folder / "httpd.conf"), "-E", str(folder / "start.log")]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=folder, start_new_session=True)
        try:
            server = Apache(folder / "www", port)
            _wait(server, process, folder)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(server: Apache, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            server.get("/")
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                logs = [log.read_text() for log in (folder / "start.log", folder / "error.log") if log.is_file()]
                raise Failed("apache2 does not respond; its output:\n" + "".join(logs)) from None
            time.sleep(0.05)
