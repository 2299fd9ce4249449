"""The class service as a process: ``python -m workshop.service.app --data DIR --port N``, loopback only."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, StaticFileHandler

from workshop import journal, paths
from workshop.service import (
    answering,
    awarding,
    desk,
    desk_actions,
    evaluations,
    feedback,
    folder,
    guests,
    handing_in,
    health,
    joining,
    look,
    marking,
    myclass,
    notebooks,
    periksa,
    plan,
    polls,
    prepost,
    projector,
    rosters,
    slides,
    terms,
)
from workshop.service.pages import NotFound, Theme
from workshop.service.room import Classroom
from workshop.service.teamplay import desk as game_desk
from workshop.service.teamplay import phone as game_phone
from workshop.service.teamplay import wall as game_wall

log = logging.getLogger("iku.kelas")
EXERCISE = r"/latihan/([a-z0-9-]{1,60})"
LARGEST_REQUEST = 9 * 1024 * 1024


class Static(StaticFileHandler):
    """Our own files; those asked for with a fingerprint never change."""

    def set_extra_headers(self, path: str) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        if self.get_argument("v", ""):
            self.set_header("Cache-Control", "public, max-age=31536000, immutable")


def routes() -> list[Any]:
    """Every address of the service."""
    return [
        (r"/", joining.Home),
        (r"/masuk", joining.Join),
        (r"/lanjut", joining.Return),
        (r"/keluar", joining.Leave),
        (r"/kelas", myclass.MyClass),
        (r"/kelas/keadaan", myclass.State),
        (r"/pelajaran/([a-z0-9-]{1,60})", myclass.Lesson),
        (r"/buka-simulator/([a-z0-9-]{1,60})", myclass.Simulator),
        (EXERCISE, answering.Overview),
        (EXERCISE + r"/(\d{1,3})", answering.Part),
        (EXERCISE + r"/kirim", handing_in.Submit),
        (EXERCISE + r"/terkirim", handing_in.Receipt),
        (EXERCISE + r"/notebook", handing_in.Notebook),
        (EXERCISE + r"/jupyter", notebooks.OpenExercise),
        (EXERCISE + r"/kumpulkan", notebooks.HandIn),
        (r"/jupyter", notebooks.OpenLab),
        (r"/periksa/([a-z0-9-]{1,60})", periksa.Practice),
        (r"/umpan-balik/([a-z0-9-]{1,60})", feedback.Feedback),
        (r"/jajak", polls.Vote),
        (r"/sertifikat\.pdf", awarding.OwnCertificate),
        (r"/evaluasi", evaluations.Evaluation),
        (r"/permainan", game_phone.Play),
        (r"/permainan/tim", game_phone.ChooseTeam),
        (r"/permainan/pena", game_phone.TakePen),
        (r"/meja", desk.Desk),
        (r"/meja/masuk", desk.SignIn),
        (r"/meja/keluar", desk.SignOut),
        (r"/meja/langsung", desk.Live),
        (r"/meja/papan", desk.BoardScreen),
        (r"/meja/latihan", desk.AllExercises),
        (r"/meja/peserta/(p-[a-z0-9]{6})", desk.Person),
        (r"/meja/latihan/([a-z0-9-]{1,60})/(buka|tutup)", desk_actions.SetState),
        (r"/meja/nilai", desk_actions.Grade),
        (r"/meja/nilai-rubrik", marking.Piles),
        (r"/meja/nilai-rubrik/([a-z0-9-]{1,60})", marking.Mark),
        (r"/meja/bagikan/([a-z0-9-]{1,60})", desk_actions.Release),
        (r"/meja/rekap\.(xlsx|pdf|csv)", desk_actions.Recap),
        (r"/meja/perhatian/(minta|lepas)", desk_actions.Attention),
        (r"/meja/waktu/(tambah|henti)", desk_actions.SetTimer),
        (r"/meja/jajak", polls.DeskPolls),
        (r"/meja/jajak/(\d{1,9})/(buka|tutup|tampilkan|sembunyikan)", polls.SteerPoll),
        (r"/meja/jajak/(\d{1,9})/layar", polls.PollScreen),
        (r"/meja/evaluasi", evaluations.DeskEvaluation),
        (r"/meja/permainan", game_desk.DeskGame),
        (r"/meja/permainan/keadaan", game_desk.DeskGameState),
        (r"/meja/permainan/layar/([a-z]{1,20})", game_wall.GameScreen),
        (r"/meja/permainan/([a-z-]{1,20})", game_desk.SteerGame),
        (r"/meja/sertifikat", awarding.Awarding),
        (r"/meja/sertifikat\.pdf", awarding.AllCertificates),
        (r"/meja/rencana/(pilih|maju|mundur|lompat)", plan.Steer),
        (r"/meja/catatan(?:/(M\d{1,2}))?", plan.Notes),
        (r"/meja/slaid/(M\d{1,2})", slides.Wall),
        (r"/meja/slaid/(M\d{1,2})/catatan", slides.Presenter),
        (r"/umum", guests.Guests),
        (r"/umum/jajak", guests.GuestVote),
        (r"/umum/keadaan", guests.GuestState),
        (r"/meja/umum", guests.WelcomeGuests),
        (r"/meja/daftar", rosters.Roster),
        (r"/meja/daftar-hadir\.pdf", rosters.AttendanceSheet),
        (r"/meja/masa-simpan", rosters.KeepFor),
        (r"/meja/tes", prepost.PrePost),
        (r"/meja/tes/layar", prepost.GainScreen),
        (r"/meja/layar", projector.JoinScreen),
        (r"/meja/hadir", projector.Joined),
        (r"/meja/wifi", projector.Wifi),
        (r"/glosarium", terms.Glossary),
        (r"/tema/(terang|gelap)", Theme),
        (r"/kesehatan", health.Health),
        (r"/meja/kesehatan", health.DeskHealth),
        (r"/static/(.*)", Static, {"path": look.common_static()}),
        (r"/aset/(.*)", Static, {"path": look.OWN_STATIC}),
        (r".*", NotFound),
    ]


def make_app(room: Classroom) -> Application:
    """The Tornado application of one class."""
    return Application(
        routes(),
        room=room,
        cookie_secret=room.folder.cookie_key(),
        xsrf_cookies=True,
        xsrf_cookie_name="kelas_xsrf",  # Voila and JupyterHub keep their own under the usual name
        xsrf_cookie_kwargs={"httponly": True, "samesite": "Lax", "expires_days": 30},
        compress_response=True,
        log_function=log_request,
    )


def log_request(handler: Any) -> None:
    """One line for what took long or failed; no names, no codes, no query strings."""
    seconds, status = handler.request.request_time(), handler.get_status()
    level = logging.WARNING if status >= 500 else logging.INFO if seconds > 1 else logging.DEBUG
    log.log(level, "%s %s %s %.0f ms", status, handler.request.method, handler.request.path, seconds * 1000)


async def serve(args: argparse.Namespace) -> None:
    """Serve until a signal asks to stop; then finish what was begun."""
    room = Classroom(folder.ClassFolder(args.data), exercises=args.exercises, address=args.address)
    server = HTTPServer(make_app(room), xheaders=True, max_buffer_size=LARGEST_REQUEST)
    server.listen(args.port, "127.0.0.1")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await room.start()
    await stop.wait()
    server.stop()
    await asyncio.wait_for(server.close_all_connections(), 5)
    await room.stop()


def main(argv: list[str] | None = None) -> None:
    """Process entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--address", default="", help="address that phones use, for the QR")
    parser.add_argument("--exercises", type=Path, default=paths.EXERCISES)
    args = parser.parse_args(argv)
    journal.keep()
    asyncio.run(serve(args))


if __name__ == "__main__":
    main()
