"""What a real server cannot be made to do at will: lost answers, restarts, broken streams, a proxy's pages."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import odograph
import pytest

RUN = {
    "run_id": "r1",
    "status": "SUCCEEDED",
    "graph": "g",
    "graph_version": "1.0",
    "dataset": "d",
    "failure": None,
    "note": None,
    "metrics": ["m"],
    "outputs": {"planned": 1, "computed": 1, "reused": 0, "failed": 0},
    "links": {"page": "/runs/r1"},
}
EVENT = {"type": "dev.odograph.run.succeeded", "subject": "r1", "time": "2026-11-26T12:00:00Z", "data": {}}

Script = list[Callable[[BaseHTTPRequestHandler], None]]


class Server:
    """Answers each request by the next step of a script, and keeps what was asked."""

    def __init__(self) -> None:
        self.script: Script = []
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *unused: object) -> None:
                pass

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                server.asked.append((self.command, self.path, dict(self.headers), body))
                server.script.pop(0)(self)

            do_GET = do_POST = _answer

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture()
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def says(body: Any, status: int = 200, kind: str = "application/json", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def drops(handler: BaseHTTPRequestHandler) -> None:
    """Takes the request and loses the answer."""
    handler.close_connection = True
    handler.connection.close()


def streams(*events: dict[str, Any]) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for event in events:
            data = json.dumps(event, ensure_ascii=False)
            handler.wfile.write(f": still here\n\nid: {event['id']}\ndata: {data}\n\n".encode())
        handler.close_connection = True

    return answer


def problem(code: str, status: int, detail: str, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    body = {"code": code, "category": "USER", "detail": detail, "status": status}
    return says(body, status, "application/problem+json", **headers)


def test_a_lost_answer_to_a_start_is_asked_for_again_with_the_same_key(server: Server) -> None:
    server.script = [drops, says(RUN, 202)]

    run = odograph.connect(server.url).run("g", "d", parameters={"limit": 3})

    assert run.id == "r1"
    keys = [headers["Idempotency-Key"] for _, _, headers, _ in server.asked]
    assert len(keys) == 2 and keys[0] == keys[1]
    assert json.loads(server.asked[1][3]) == {
        "graph": "g",
        "dataset": "d",
        "parameters": {"limit": 3},
        "purpose": "adhoc",
    }


def test_two_starts_have_two_keys(server: Server) -> None:
    server.script = [says(RUN, 202), says(RUN, 202)]
    client = odograph.connect(server.url)

    client.run("g", "d")
    client.run("g", "d")

    assert server.asked[0][2]["Idempotency-Key"] != server.asked[1][2]["Idempotency-Key"]


def test_waiting_survives_a_server_that_restarts(server: Server) -> None:
    running = {**RUN, "status": "RUNNING"}
    server.script = [says(running), drops, problem("TEMPORAL_UNAVAILABLE", 503, "later", Retry_After="0"), says(RUN)]

    run = odograph.connect(server.url).get("r1").wait()

    assert run.status == "SUCCEEDED"
    assert all("wait=30s" in path for _, path, _, _ in server.asked[1:])


def test_waiting_outlasts_the_patience_of_other_requests(server: Server) -> None:
    away = problem("POSTGRES_UNAVAILABLE", 503, "later", Retry_After="0")
    server.script = [says(RUN), drops, away, says(b"<html>Bad gateway</html>", 502, "text/html"), says(RUN)]

    assert odograph.connect(server.url, patience=0).get("r1").wait(timeout=60).status == "SUCCEEDED"


def test_waiting_for_a_server_that_is_gone_ends_when_its_time_is_over(server: Server) -> None:
    server.script = [says(RUN)]
    run = odograph.connect(server.url).get("r1")
    server.close()

    with pytest.raises(TimeoutError, match=r"r1 may go on.*does not answer"):
        run.wait(timeout=1)


def test_waiting_after_a_retry_waits_for_the_new_pass(server: Server) -> None:
    failed = {**RUN, "status": "FAILED", "failure": {"code": "RUN_INCOMPLETE", "message": "1 output failed"}}
    waits = {**RUN, "status": "PENDING", "note": "It waits to be planned"}
    server.script = [says(failed), says({"run_id": "r1", "message": "A new pass begins"}), says(waits), says(RUN)]

    run = odograph.connect(server.url).get("r1").retry("the disk is back").wait(timeout=60)

    assert run.status == "SUCCEEDED"
    assert json.loads(server.asked[1][3]) == {"reason": "the disk is back"}


def test_a_cancel_whose_answer_is_lost_is_not_sent_twice(server: Server) -> None:
    server.script = [says(RUN), drops]
    run = odograph.connect(server.url).get("r1")

    with pytest.raises(odograph.OdographError, match="SERVER_UNAVAILABLE"):
        run.cancel()
    assert len(server.asked) == 2


def test_a_failed_run_says_what_failed(server: Server) -> None:
    failed = {**RUN, "status": "FAILED", "failure": {"code": "RUN_INCOMPLETE", "message": "2 outputs failed"}}
    causes = [{"stage": "s", "code": "STEP_FAILED", "count": 2, "partition": 0, "segment_id": "a", "message": "boom"}]
    server.script = [says(failed), says(failed), says({"items": causes, "next": None})]

    with pytest.raises(odograph.RunFailed) as raised:
        odograph.connect(server.url).get("r1").wait()

    assert raised.value.failures == causes
    assert "STEP_FAILED in s, 2 partition(s): boom" in str(raised.value)


def test_a_parked_run_says_what_to_do(server: Server) -> None:
    parked = {**RUN, "status": "PARKED", "failure": {"code": "FILE_NOT_FOUND", "message": "no file"}}
    server.script = [says(parked), says(parked), says({"items": [], "next": None})]

    with pytest.raises(odograph.RunParked, match=r"no file.*run\.retry\(\)"):
        odograph.connect(server.url).get("r1").wait()


def test_waiting_ends_when_its_time_is_over(server: Server) -> None:
    running = {**RUN, "status": "RUNNING"}
    server.script = [says(running), says(running)]

    with pytest.raises(TimeoutError, match="goes on"):
        odograph.connect(server.url).get("r1").wait(timeout=0)


def test_events_go_on_from_the_last_one_when_the_stream_breaks(server: Server) -> None:
    server.script = [
        streams({"id": "1", **EVENT}, {"id": "2", **EVENT}),
        problem("POSTGRES_UNAVAILABLE", 503, "later"),
        streams({"id": "3", **EVENT}),
    ]
    events = odograph.connect(server.url).events(after="0")

    assert [next(events).id for _ in range(3)] == ["1", "2", "3"]
    assert "after=0" in server.asked[0][1] and "Last-Event-ID" not in server.asked[0][2]
    assert server.asked[2][2]["Last-Event-ID"] == "2" and "after" not in server.asked[2][1]


def test_a_stream_that_breaks_before_its_first_event_goes_on_from_where_it_began(server: Server) -> None:
    def begins(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        handler.wfile.write(b"id: 41\n:\n\n")
        handler.close_connection = True

    server.script = [begins, streams({"id": "42", **EVENT})]

    assert next(odograph.connect(server.url).events()).id == "42"
    assert server.asked[1][2]["Last-Event-ID"] == "41"


def test_a_text_of_an_event_may_have_ends_of_lines_that_only_unicode_knows(server: Server) -> None:
    message = "first\u2028second\x85third"
    server.script = [streams({"id": "1", **EVENT, "data": {"failure": {"message": message}}})]

    assert next(odograph.connect(server.url).events()).data["failure"]["message"] == message


def test_events_of_an_address_where_nothing_listens_end() -> None:
    with pytest.raises(odograph.OdographError, match="SERVER_UNAVAILABLE"):
        next(odograph.connect("http://127.0.0.1:9", patience=0).events())


def test_events_that_are_refused_end(server: Server) -> None:
    server.script = [problem("ARGUMENT_INVALID", 400, "type is x")]

    with pytest.raises(odograph.OdographError, match="ARGUMENT_INVALID: type is x"):
        next(odograph.connect(server.url).events(type="x"))


def test_all_pages_of_a_list_are_read(server: Server) -> None:
    server.script = [says({"items": [{"run_id": "a"}], "next": "c1"}), says({"items": [{"run_id": "b"}], "next": None})]

    assert [one["run_id"] for one in odograph.connect(server.url).runs(graph="g")] == ["a", "b"]
    assert "cursor=c1" in server.asked[1][1] and "graph=g" in server.asked[1][1]


def test_a_comparison_that_is_still_made_is_asked_for_again(server: Server) -> None:
    server.script = [says({"seconds": 1}, 202), says({"verdict": "same"})]

    assert odograph.connect(server.url).compare("m", base="run:a", head="run:b")["verdict"] == "same"


def test_an_error_has_code_category_and_detail(server: Server) -> None:
    server.script = [problem("RUN_NOT_FOUND", 404, 'Run "r" is not there')]

    with pytest.raises(odograph.OdographError) as raised:
        odograph.connect(server.url).get("r")

    error = raised.value
    assert (error.code, error.category, error.status) == ("RUN_NOT_FOUND", "USER", 404)
    assert str(error) == 'RUN_NOT_FOUND: Run "r" is not there'


def test_what_is_no_odograph_is_said(server: Server) -> None:
    server.script = [says(b"<html>Bad gateway</html>", 502, "text/html")]

    with pytest.raises(odograph.OdographError, match="answered 502 and is no Odograph"):
        odograph.connect(server.url, patience=0).get("r")


@pytest.mark.parametrize(("status", "kind"), [(200, "text/html"), (302, "text/html"), (404, "text/html")])
def test_another_server_at_the_address_is_said(server: Server, status: int, kind: str) -> None:
    server.script = [says(b"<html>Something else</html>", status, kind)]

    with pytest.raises(odograph.OdographError, match=f"ANSWER_UNKNOWN: .*answered {status} and is no Odograph.*ODOGRAPH_URL"):
        odograph.connect(server.url).get("r")


def test_rows_that_are_no_arrow_stream_are_said(server: Server) -> None:
    server.script = [says(b"<html>Something else</html>", 200, "text/html")]

    with pytest.raises(odograph.OdographError, match="ANSWER_UNKNOWN"):
        odograph.connect(server.url).results("m").to_arrow()


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://somewhere", "http://", "nonsense"])
def test_an_address_that_is_none_is_said_at_once(url: str) -> None:
    with pytest.raises(odograph.OdographError, match=rf'url is "{url}": give .*http://127\.0\.0\.1:8080'):
        odograph.connect(url)


def test_the_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ODOGRAPH_URL", raising=False)
    monkeypatch.delenv("ODOGRAPH_API", raising=False)
    assert odograph.connect().url == "http://127.0.0.1:8080"
    monkeypatch.setenv("ODOGRAPH_API", "http://there:1/")
    assert odograph.connect().url == "http://there:1"
    monkeypatch.setenv("ODOGRAPH_URL", "http://here:2")
    assert odograph.connect().url == "http://here:2"


def test_an_id_is_one_part_of_a_path(server: Server) -> None:
    server.script = [problem("RUN_NOT_FOUND", 404, "not there")]
    client = odograph.connect(server.url)

    with pytest.raises(odograph.OdographError, match="RUN_NOT_FOUND"):
        client.get("a/b?c")
    assert server.asked[0][1] == "/api/runs/a%2Fb%3Fc"
    with pytest.raises(odograph.OdographError, match='run_id is "": give one'):
        client.get("")


def test_a_notebook_shows_a_run_with_a_link_to_the_server_and_no_markup_of_its_fields(server: Server) -> None:
    server.script = [says({**RUN, "status": "FAILED", "failure": {"code": "STEP_FAILED", "message": "<b>boom</b>"}})]

    shown = odograph.connect(server.url).get("r1")._repr_html_()

    assert f'<a href="{server.url}/runs/r1">r1</a>' in shown
    assert "STEP_FAILED: &lt;b&gt;boom&lt;/b&gt;" in shown


def test_a_run_may_stand_where_its_id_does(server: Server) -> None:
    server.script = [says(RUN), says({"verdict": "same"})]
    client = odograph.connect(server.url)
    run = client.get("r1")

    client.compare("m", base=run, head="channel:main@d", measure=["a", "b"])

    assert "base=run%3Ar1" in server.asked[1][1] and "measure=a%2Cb" in server.asked[1][1]
    assert repr(client.results("m", run=run)) == "<Results of m: run='r1'>"


def test_an_address_where_nothing_listens_is_said_with_what_to_do() -> None:
    with pytest.raises(odograph.OdographError, match=r"does not answer.*\./odograph status"):
        odograph.connect("http://127.0.0.1:9", patience=0).get("r")


def test_a_token_goes_with_every_request(server: Server) -> None:
    server.script = [says(RUN)]

    odograph.connect(server.url, "secret").get("r1")

    assert server.asked[0][2]["Authorization"] == "Bearer secret"
    assert server.asked[0][2]["User-Agent"] == f"odograph-python/{odograph.__version__}"


def test_a_file_of_results_that_breaks_off_is_not_left_behind(server: Server, tmp_path: Any) -> None:
    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"PAR1")
        handler.close_connection = True

    server.script = [half]

    with pytest.raises(odograph.OdographError):
        odograph.connect(server.url).results("m").to_parquet(tmp_path / "m.parquet")
    assert list(tmp_path.iterdir()) == []
