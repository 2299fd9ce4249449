"""A simulated phone: one trainee's browser over real HTTP, cookies and hidden form fields included."""

from __future__ import annotations

import json
import re
import secrets
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse

TOKEN = re.compile(r'name="_xsrf" value="([^"]+)"')


class Refused(Exception):
    """The class answered with an error where the simulated trainee did nothing wrong."""


class Phone:
    """One browser. Follows redirects itself, so that cookies set on the way are kept."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies: dict[str, str] = {}
        self.token = ""

    async def fetch(
        self, path: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> HTTPResponse:
        """One request without redirects; remembers cookies."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = HTTPRequest(
            self.address + path,
            method="GET" if body is None else "POST",
            body=body,
            headers={"Cookie": cookie, "Accept-Encoding": "gzip", **(headers or {})},
            follow_redirects=False,
            request_timeout=60,
        )
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        for line in answer.headers.get_list("Set-Cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if not morsel.value:
                    del self.cookies[name]
        return answer

    async def open(self, path: str) -> str:
        """A page as text, redirects followed.

        Raises:
            Refused: the page is not there.
        """
        for _ in range(5):
            answer = await self.fetch(path)
            if answer.code not in (301, 302, 303):
                break
            path = answer.headers["Location"]
        if answer.code >= 400:
            raise Refused(f"{answer.code} {path}")
        text = (answer.body or b"").decode()
        if found := TOKEN.search(text):
            self.token = found[1]
        return text

    async def send(self, path: str, fields: list[tuple[str, str]], *, quick: bool = False) -> Any:
        """Post a form: with ``quick`` as our script does (JSON back), else as a plain browser does (page back)."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if quick:
            headers["X-Requested-With"] = "iku"
        answer = await self.fetch(
            path, body=urlencode([("_xsrf", self.token), *fields]).encode(), headers=headers
        )
        if answer.code in (301, 302, 303):
            return await self.open(answer.headers["Location"])
        if answer.code >= 400:
            raise Refused(f"{answer.code} {path}: {(answer.body or b'')[:200]!r}")
        return json.loads(answer.body) if quick else answer.body.decode()

    async def upload(self, path: str, name: str, content: bytes) -> HTTPResponse:
        """Hand in a file as a browser does."""
        edge = secrets.token_hex(12)
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="_xsrf"\r\n\r\n{self.token}\r\n'.encode()]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="berkas"; filename="{name}"\r\n'
        parts += [(head + "Content-Type: application/octet-stream\r\n\r\n").encode(), content, b"\r\n"]
        parts += [f"--{edge}--\r\n".encode()]
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return await self.fetch(path, body=b"".join(parts), headers=headers)

    async def join(self, code: str, name: str, unit: str) -> None:
        """Masuk kelas."""
        await self.open(f"/masuk?kode={code}")
        await self.send("/masuk", [("kode", code), ("nama", name), ("unit", unit)])

    async def answer(self, exercise: str, place: int, raw: Any, *, check: bool) -> dict[str, Any]:
        """Fill one part and save it, or check it."""
        fields = [("tindakan", "periksa" if check else "simpan")]
        if isinstance(raw, dict):
            fields += [(f"jawaban.{row}", str(text)) for row, text in raw.items()]
        elif isinstance(raw, list):
            fields += [("jawaban", str(item)) for item in raw]
        else:
            fields.append(("jawaban", str(raw)))
        reply: dict[str, Any] = await self.send(f"/latihan/{exercise}/{place}", fields, quick=True)
        return reply

    async def submit(self, exercise: str) -> str:
        """Kirim jawaban; gives the receipt page."""
        await self.open(f"/latihan/{exercise}/kirim")
        page: str = await self.send(f"/latihan/{exercise}/kirim", [])
        return page


class DeskPhone(Phone):
    """The facilitator's browser. Its cookie belongs to the desk's addresses only, which is all that it opens."""

    async def sign_in(self, code: str) -> None:
        await self.open("/meja/masuk")
        await self.send("/meja/masuk", [("kode_meja", code)])

    async def live(self) -> dict[str, str]:
        """The desk's live pieces."""
        answer = await self.fetch("/meja/langsung", headers={"X-Requested-With": "iku"})
        pieces: dict[str, str] = json.loads(answer.body)
        return pieces
