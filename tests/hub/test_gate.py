"""Who passes to a trainee's server, and which cookies go with the request."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tornado.web import create_signed_value

from workshop.service import folder, gate
from workshop.service.gate import Gate
from workshop.service.store import Store


@pytest.fixture
def people(tmp_path: Path) -> dict[str, tuple[str, str]]:
    """Name → (participant id, Cookie header) of two trainees of one class."""
    place = folder.prepare(tmp_path / "kelas")

    async def join(store: Store) -> dict[str, tuple[str, str]]:
        out = {}
        for name in ("Ani", "Budi"):
            person = await store.people.join(name, "Dukcapil")
            assert person
            await store.people.open_session(f"token-{name}", "trainee", person.id)
            cookie = create_signed_value(place.cookie_key(), "peserta", f"token-{name}").decode()
            out[name] = (person.id, f"peserta={cookie}")
        return out

    with Store(place.database) as store:
        return asyncio.run(join(store))


@pytest.fixture
def door(tmp_path: Path, people: dict) -> Gate:
    return Gate(tmp_path / "kelas")


def test_only_the_owner_reaches_a_server(door: Gate, people: dict):
    (ani, ani_cookie), (budi, budi_cookie) = people["Ani"], people["Budi"]
    assert door.open_for(f"/user/{ani}/lab", ani_cookie)
    assert not door.open_for(f"/user/{ani}/lab", budi_cookie)
    assert not door.open_for(f"/user/{budi}/api/contents", ani_cookie)
    assert not door.open_for(f"/user/{ani}/lab", "")
    assert not door.open_for(f"/user/{ani}", budi_cookie)


def test_a_cookie_signed_with_another_key_is_no_session(door: Gate, people: dict):
    forged = create_signed_value("kunci lain", "peserta", "token-Ani").decode()
    assert not door.open_for(f"/user/{people['Ani'][0]}/lab", f"peserta={forged}")


def test_the_rest_of_the_class_is_open(door: Gate):
    for path in ("/", "/masuk", "/hub/kelas", "/simulator/loket", "/users", "/kelas/user/x"):
        assert door.open_for(path, "")


def test_a_session_that_ended_no_longer_opens(tmp_path: Path, people: dict):
    ani, cookie = people["Ani"]
    with Store(tmp_path / "kelas" / "kelas.sqlite") as store:
        asyncio.run(store.people.close_session("token-Ani"))
    assert not Gate(tmp_path / "kelas").open_for(f"/user/{ani}/lab", cookie)


def test_the_class_cookies_never_reach_a_trainees_server(people: dict):
    header = people["Ani"][1] + "; jupyterhub-user-p-aaaaaa=1; meja=rahasia; _xsrf=2; tema=gelap"
    assert gate.hub_cookies(header) == "jupyterhub-user-p-aaaaaa=1; _xsrf=2"


@pytest.mark.parametrize(
    ("cookie", "allowed"),
    [
        ("jupyterhub-user-p-aaaaaa=x; Path=/user/p-aaaaaa/; HttpOnly", True),
        ("_xsrf=x; Path=/user/p-aaaaaa/", True),
        ("peserta=milik-saya; Path=/", False),
        ("peserta=milik-saya; Path=/user/p-aaaaaa/", False),
        ("_xsrf=x; Path=/", False),
        ("_xsrf=x", False),
        ("_xsrf=x; Path=/user/p-bbbbbb/", False),
        ("_xsrf=x; Path=/user/p-aaaaaa/; Domain=kelas.lokal", False),
    ],
)
def test_a_trainees_server_sets_only_its_own_cookies(cookie: str, allowed: bool):
    assert gate.may_set("/user/p-aaaaaa/lab", cookie) is allowed
