"""Sertifikat: what is printed, who gets one, the file for all and for each, and checking a code."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError

from workshop import certificates, clock
from workshop.certificates import Facts, Signer
from workshop.service import codes, plan
from workshop.service.exercises import is_test
from workshop.service.pages import Page, desk_only, trainee_only

MOST_JP = 200


class Awarding(Page):
    """The facilitator's page of certificates."""

    @desk_only
    async def get(self) -> None:
        self._show()

    @desk_only
    async def post(self) -> None:
        action = self.text("tindakan")
        if action == "simpan":
            jp = self.text("jp")
            if jp and not (jp.isdecimal() and int(jp) <= MOST_JP):
                self._show("JP harus bilangan bulat, misalnya 9.")
                return
            await self.store.awards.set_facts(self._facts(int(jp or 0)))
        elif action == "terbitkan":
            least = self.text("minimal")
            chosen = self._eligible(int(least) if least.isdecimal() else 0)
            secret = self.room.folder.secret
            await self.store.awards.issue(
                [(person.id, person.name) for person, _ in chosen],
                lambda number, name: certificates.verification_code(secret, number, name),
            )
        self.redirect("/meja/sertifikat")

    def _facts(self, jp: int) -> Facts:
        signers = [
            Signer(*(self.text(f"{key}{place}") for key in ("jabatan", "nama", "nip"))) for place in (1, 2)
        ]
        return Facts(
            title=self.text("judul") or Facts.title,
            organiser=self.text("penyelenggara"),
            place=self.text("tempat"),
            date=self.text("tanggal"),
            jp=jp,
            objectives=self.text("tujuan", longest=300),
            numbering=self.text("nomor") or Facts.numbering,
            signers=signers,
        )

    def _eligible(self, least: int) -> list[tuple[Any, int]]:
        sent: dict[str, int] = {}
        for item in self.store.work.latest_submissions():
            sent[item.participant] = sent.get(item.participant, 0) + (not is_test(item.exercise))
        return [(p, sent.get(p.id, 0)) for p in self.store.people.all() if sent.get(p.id, 0) >= least]

    def _show(self, fault: str = "") -> None:
        self.set_status(400 if fault else 200)
        issued = {item.participant: item for item in self.store.awards.all()}
        asked = codes.normalise(self.get_query_argument("periksa", ""))
        self.page(
            "meja_sertifikat.html",
            facts=self.store.awards.facts(),
            planned_jp=planned.agenda.lesson_hours if (planned := plan.session(self.store)) else 0,
            today=clock.long_date(clock.now()).partition(", ")[2],
            people=self._eligible(0),
            issued=issued,
            exercises=len(self.room.exercises.ids()),
            asked=asked,
            found=self.store.awards.by_code(asked) if asked else None,
            fault=fault,
        )


class AllCertificates(Page):
    """All issued certificates as one file to print."""

    @desk_only
    async def get(self) -> None:
        issued = self.store.awards.all()
        if not issued:
            raise HTTPError(404)
        await send_pdf(self, issued, "sertifikat-semua.pdf")


class OwnCertificate(Page):
    """A trainee's own certificate."""

    @trainee_only
    async def get(self) -> None:
        assert self.person
        mine = self.store.awards.of(self.person.id)
        if mine is None:
            raise HTTPError(404)
        await send_pdf(self, [mine], "sertifikat.pdf")


async def send_pdf(page: Page, issued: list[certificates.Certificate], name: str) -> None:
    """Answer with the printed pages."""
    from workshop.certificates.page import certificates_pdf

    content = await page.room.exercises.run(lambda: certificates_pdf(issued))
    page.set_header("Content-Type", "application/pdf")
    page.set_header("Content-Disposition", f'attachment; filename="{name}"')
    page.finish(content)
