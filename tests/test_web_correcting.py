"""What is known of an interview, corrected on its page by whoever may."""

from __future__ import annotations

import html
import re
from pathlib import Path

from fastapi.testclient import TestClient
from specimens import Desks

from index.build import index_documents
from index.generations import writer
from rag.desk import Desk
from web.app import create_app


def known(client: TestClient) -> str:
    """Where the facts of the first interview are corrected."""
    return f"/interviews/{client.get('/api/interviews').json()['interviews'][0]['id']}/known"


def fields(client: TestClient, place: str) -> dict[str, str]:
    """The form at a place, as a browser sends it."""
    text = client.get(place).text
    chosen = re.search(r"<option selected>(.*?)</option>", text)
    inputs = re.findall(r'<input [^>]*?name="([^"]*)"[^>]*?value="([^"]*)"', text)
    held = {name: html.unescape(value) for name, value in inputs}
    return {**held, "rating": html.unescape(chosen[1]) if chosen else ""}


def seen(client: TestClient, place: str) -> str:
    """What tells the form at a place from one of what is known later."""
    return fields(client, place)["seen"]


def test_what_is_known_is_corrected_by_whoever_may_and_taken_back(desks: Desks) -> None:
    client, anybody = desks.client, desks.anybody
    place = known(client)
    whole = place.removesuffix("/known")
    before = client.get(f"/api{whole}").json()
    form = {"country": "Norvale", "date": "14 May 2031", "rating": "open", "role-1": "pilot"}
    assert anybody.post(place, data=form).status_code == 401
    assert anybody.get(place).status_code == 401
    form |= {"seen": seen(client, place)}
    sent = client.post(place, data=form, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, whole)
    after = client.get(f"/api{whole}").json()
    assert (after["country"], after["date"], after["rating"]) == ("Norvale", "2031-05-14", "open")
    assert after["speakers"][0]["role"] == "pilot"
    assert [turn["answer"] for turn in after["turns"]] == [t["answer"] for t in before["turns"]]
    page = client.get(whole).text
    assert "Corrected by hand" in page
    assert f"the document says <bdi>{before['country']}</bdi>" in page
    assert f'value="{after["country"]}"' in client.get(place).text
    client.post(place, data={"undo": "1", "seen": seen(client, place)})
    assert client.get(f"/api{whole}").json()["speakers"] == before["speakers"]
    assert "Corrected by hand" not in client.get(whole).text


def test_what_cannot_be_known_comes_back_with_what_to_mend(desks: Desks) -> None:
    place = known(desks.client)
    form = {"country": "x" * 301, "date": "soon", "rating": "awful"}
    reply = desks.client.post(place, data=form)
    assert reply.status_code == 422
    assert reply.text.count("At most 300 characters are taken.") == 2
    assert 'value="soon"' in reply.text
    assert "Choose one of the ratings." in reply.text
    assert desks.client.post(place, json=form).status_code == 415


def test_a_busy_archive_says_so_and_keeps_the_form(desks: Desks) -> None:
    place = known(desks.client)
    form = {"country": "Norvale", "seen": seen(desks.client, place)}
    with writer(desks.archive):
        reply = desks.client.post(place, data=form)
    assert reply.status_code == 503
    assert "could not be published now" in reply.text
    assert 'value="Norvale"' in reply.text


def test_of_two_who_correct_at_once_the_later_is_asked_to_look_again(desks: Desks) -> None:
    client, place = desks.client, known(desks.client)
    mine, theirs = fields(client, place), fields(client, place)
    client.post(place, data={**theirs, "date": "2031-05-14", "role-1": "director"})
    for late in ({**mine, "organisation-1": "Net Menders"}, {**mine, "undo": "1"}):
        reply = client.post(place, data=late, follow_redirects=False)
        assert reply.status_code == 409
        assert "has changed since you opened the form" in reply.text
        assert 'value="director"' in reply.text
        assert ("Organisation: <bdi>Net Menders</bdi>" in reply.text) == ("undo" not in late)
    after = client.get(f"/api{place.removesuffix('/known')}").json()
    assert (after["date"], after["speakers"][0]["role"]) == ("2031-05-14", "director")
    assert after["speakers"][0]["organisation"] != "Net Menders"
    client.post(place, data={**fields(client, place), "organisation-1": "Net Menders"})
    after = client.get(f"/api{place.removesuffix('/known')}").json()
    assert (after["date"], after["speakers"][0]["organisation"]) == ("2031-05-14", "Net Menders")


VOICES = """VALDORIA: ‘Several voices’
The Lantern Project speaks with Mira Dolen, founder of the Archive, {}and Tomas Ek, fisherman.
Q: What happened to the boats?
Mira Dolen: The police burned the harbour boats that winter in front of us.
{}Tomas Ek: I saw it from the hill.
"""


def test_a_form_does_not_give_what_is_of_one_person_to_another(
    desks: Desks, tmp_path: Path
) -> None:
    address = desks.send(("voices.txt", VOICES.format("", "").encode()))
    desks.settled(address)
    desks.client.post(f"{address}/publish")
    desks.settled(address)
    held = desks.client.get("/api/interviews").json()["interviews"]
    (id,) = (one["id"] for one in held if len(one["speakers"]) == 2)
    place = f"/interviews/{id}/known"
    form = {**fields(desks.client, place), "role-2": "mender"}
    # Another process publishes, and this server does not know of it.
    path = tmp_path / "voices.txt"
    path.write_text(VOICES.format("Lena Brod, judge, ", "Lena Brod: I only watched that winter.\n"))
    index_documents([path], desks.archive, desks.embedder)
    reply = desks.client.post(place, data=form)
    assert "has changed since you opened the form" in reply.text
    assert "Lena Brod" in reply.text
    people = desks.client.get(f"/api/interviews/{id}").json()["speakers"]
    roles = {one["name"]: one["role"] for one in people}
    assert roles["Lena Brod"] != "mender"


def test_what_nobody_touches_stays_though_a_form_would_not_take_it(desks: Desks) -> None:
    role = "keeper of " + 100 * "lamps "
    opening = f"Interviewee: Mira Dolen\nRole: {role}\nRating: Partly free\n"
    address = desks.send(("partly.txt", f"{opening}\nQ: Who?\n\nA: I do.\n".encode()))
    desks.settled(address)
    desks.client.post(f"{address}/publish")
    desks.settled(address)
    held = desks.client.get("/api/interviews").json()["interviews"]
    (id,) = (one["id"] for one in held if one["rating"] == "partly free")
    place = f"/interviews/{id}/known"
    before = fields(desks.client, place)
    assert before["rating"] == "partly free"
    sent = desks.client.post(place, data={**before, "country": "Tamrin"}, follow_redirects=False)
    assert sent.status_code == 303
    after = desks.client.get(f"/api/interviews/{id}").json()
    assert (after["country"], after["rating"]) == ("Tamrin", "partly free")
    assert after["speakers"][0]["role"] == role.strip()
    desks.client.post(place, data={**fields(desks.client, place), "rating": "open"})
    again = fields(desks.client, place)
    assert again["rating"] == "open"
    # What the document says can be chosen again.
    desks.client.post(place, data={**again, "rating": "partly free"})
    assert fields(desks.client, place)["rating"] == "partly free"


def test_without_the_right_nothing_leads_to_corrections(desk: Desk) -> None:
    client = TestClient(create_app(desk), base_url="http://127.0.0.1")
    place = known(client)
    assert place not in client.get(place.removesuffix("/known")).text
    assert client.get(place).status_code == 403
