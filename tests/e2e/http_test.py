"""The transport: framing, keep-alive, limits, refusals, drain (http.md §§1-5, §9)."""

import gzip
import json
import socket
import threading
import unittest

from support.api import Api, RawConnection
from support.cases import SCOPE_TITLE, ServerCase, customer, field
from support.server import Server, wait_until


class Framing(ServerCase):
    shared_store = True

    def head(self, method="GET", path="/customers", extra="", token=None):
        return (f"{method} /stores/{self.store}/v3{path} HTTP/1.1\r\nHost: localhost\r\n"
                f"X-Auth-Token: {token or self.account.token}\r\n{extra}")

    def raw(self):
        return RawConnection(self.server)

    def test_several_requests_share_a_connection(self):  # HTTP-1
        with self.raw() as raw:
            for _ in range(3):
                raw.send(self.head() + "\r\n")
                self.assertEqual(raw.read_response().status, 200)

    def test_pipelined_requests_are_answered_in_order(self):
        with self.raw() as raw:
            paths = ["/customers?limit=%d" % n for n in range(1, 21)]
            raw.send("".join(self.head(path=path) + "\r\n" for path in paths))
            for n in range(1, 21):
                answer = raw.read_response()
                self.assertEqual(answer.meta["pagination"]["per_page"], n)

    def test_a_request_may_arrive_byte_by_byte(self):
        with self.raw() as raw:
            for byte in (self.head() + "\r\n").encode():
                raw.send(bytes([byte]))
            self.assertEqual(raw.read_response().status, 200)

    def test_connection_close_is_honoured(self):
        with self.raw() as raw:
            raw.send(self.head(extra="Connection: close\r\n") + "\r\n")
            answer = raw.read_response()
            self.assertEqual(answer.headers["Connection"], "close")
            self.assertTrue(raw.at_end())

    def test_http_1_0_closes_unless_asked(self):
        with self.raw() as raw:
            raw.send(self.head().replace("HTTP/1.1", "HTTP/1.0") + "\r\n")
            self.assertEqual(raw.read_response().headers["Connection"], "close")
            self.assertTrue(raw.at_end())
        with self.raw() as raw:
            raw.send(self.head(extra="Connection: keep-alive\r\n").replace("HTTP/1.1", "HTTP/1.0") + "\r\n")
            self.assertEqual(raw.read_response().headers["Connection"], "keep-alive")

    def test_header_names_have_no_case(self):  # HTTP-5
        with self.raw() as raw:
            raw.send(self.head().replace("X-Auth-Token", "x-AUTH-token") + "\r\n")
            self.assertEqual(raw.read_response().status, 200)

    def test_absolute_form_of_the_target(self):
        with self.raw() as raw:
            raw.send(self.head().replace("GET /", "GET http://api.example.com/") + "\r\n")
            self.assertEqual(raw.read_response().status, 200)

    def test_head_has_the_headers_of_get_and_no_body(self):
        get = self.api.get("/customers")
        with self.raw() as raw:
            raw.send(self.head("HEAD") + "\r\n" + self.head() + "\r\n")
            head = raw.read_response(has_body=False)
            self.assertEqual((head.status, head.headers["Content-Length"]), (200, None))  # HTTP-169
            self.assertEqual(raw.read_response().body, get.body)  # nothing of a body came between

    def test_204_has_neither_body_nor_type(self):  # HTTP-24
        answer = self.api.delete("/customers")
        self.assert_status(answer, 204)
        self.assertEqual((answer.body, answer.headers["Content-Type"], answer.headers["Content-Length"]),
                         (b"", None, None))

    def test_every_answer_has_a_request_id_of_its_own(self):
        answers = [self.api.get("/customers"), self.api.get("/nothing"), self.api.get("/customers", token=False),
                   self.api.get("/customers", query="limit=999"), self.api.delete("/customers")]
        with self.raw() as raw:
            raw.send("nonsense\r\n\r\n")
            answers.append(raw.read_response())
        ids = {answer.headers["X-Request-Id"] for answer in answers}
        self.assertEqual(len(ids), len(answers))
        for text in ids:
            self.assert_matches(text, "[0-9a-f]{16}")

    def test_dates_are_http_dates(self):
        self.assert_matches(self.api.get("/customers").headers["Date"],
                            r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT")

    def test_gzip_when_asked(self):  # HTTP-4
        self.make_customers(10, first=100)
        plain = self.api.get("/customers")
        packed = self.api.get("/customers", headers={"Accept-Encoding": "br, gzip;q=0.5"})
        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed.body), plain.body)
        self.assertEqual(plain.headers["Content-Encoding"], None)
        self.assertEqual((plain.headers["Vary"], packed.headers["Vary"]), ("Accept-Encoding", "Accept-Encoding"))
        refused = self.api.get("/customers", headers={"Accept-Encoding": "gzip;q=0"})
        self.assertEqual(refused.headers["Content-Encoding"], None)

    def test_a_client_that_names_deflate_gets_what_it_can_read(self):  # HTTP-4; node-bigcommerce 4.1.0 can't inflate
        self.make_customers(10, first=200)
        both = self.api.get("/customers", headers={"Accept-Encoding": "gzip, deflate"})
        self.assertEqual(both.headers["Content-Encoding"], "gzip")
        only = self.api.get("/customers", headers={"Accept-Encoding": "deflate"})
        self.assertEqual((only.status, only.headers["Content-Encoding"]), (200, None))

    def test_a_type_without_a_body_says_nothing(self):  # HTTP-13; @space48/bigcommerce-api 0.3.1 sends "undefined"
        for value in ("undefined", "text/plain", ""):
            self.ok(self.api.get("/customers", headers={"Content-Type": value}))
            self.assert_status(self.api.request("DELETE", "/customers", query="id:in=99999",
                                                headers={"Content-Type": value}), 204)

    def test_chunked_bodies(self):
        body = json.dumps([customer(501)]).encode()
        with self.raw() as raw:
            raw.send(self.head("POST", extra="Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"))
            raw.send("\r\n")
            for byte in body:
                raw.send(b"1\r\n" + bytes([byte]) + b"\r\n")
            raw.send("0\r\n\r\n" + self.head() + "\r\n")
            self.assertEqual(raw.read_response().data[0]["email"], "c501@example.com")
            self.assertEqual(raw.read_response().status, 200)

    def test_expect_100_continue(self):
        body = json.dumps([customer(502)])
        with self.raw() as raw:
            raw.send(self.head("POST", extra=f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                                             "Expect: 100-continue\r\n") + "\r\n")
            self.assertEqual(raw.read_head()[0], 100)
            raw.send(body)
            self.assertEqual(raw.read_response().status, 200)

    def test_a_refused_request_is_not_asked_for_its_body(self):  # HTTP-7
        with self.raw() as raw:
            raw.send(self.head("POST", extra="Content-Type: application/json\r\nContent-Length: 1000000\r\n"
                                             "Expect: 100-continue\r\n", token="unknown") + "\r\n")
            answer = raw.read_response()
            self.assertEqual((answer.status, answer.headers["Connection"]), (401, "close"))

    def test_a_small_unread_body_leaves_the_connection_usable(self):
        with self.raw() as raw:
            raw.send(self.head("POST", extra="Content-Type: text/plain\r\nContent-Length: 1000\r\n") + "\r\n")
            self.assertEqual(raw.read_response().status, 415)
            raw.send("x" * 1000 + self.head() + "\r\n")
            self.assertEqual(raw.read_response().status, 200)

    def test_a_body_over_the_limit_is_refused_unread(self):  # HTTP-53
        with self.raw() as raw:
            raw.send(self.head("POST", extra="Content-Type: application/json\r\nContent-Length: 99999999999\r\n") + "\r\n")
            answer = raw.read_response()
            self.assertEqual((answer.status, answer.headers["Connection"]), (413, "close"))

    def test_a_body_of_get_is_skipped(self):  # HTTP-14
        with self.raw() as raw:
            raw.send(self.head(extra="Content-Length: 5\r\n") + "\r\nxxxxx" + self.head() + "\r\n")
            self.assertEqual([raw.read_response().status for _ in range(2)], [200, 200])


class Refusals(ServerCase):
    """Shapes that two servers in a row could read differently, and heads without end."""

    shared_store = True

    def assert_refused(self, text, status=400):
        with RawConnection(self.server) as raw:
            raw.send(text)
            answer = raw.read_response()
            self.assertEqual(answer.status, status, answer)
            self.assertEqual(answer.json()["status"], status)  # HTTP-30
            self.assertEqual(answer.headers["Connection"], "close")
            self.assertTrue(raw.at_end())

    def test_smuggling_shapes(self):
        post = f"POST /stores/{self.store}/v3/customers HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        shapes = {
            "two lengths": post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n[]",
            "length and chunked": post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "chunked and length": post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
            "unknown coding": post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "coding before chunked": post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "chunked before another": post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
            "chunked twice": post + "Transfer-Encoding: chunked\r\n" * 2 + "\r\n0\r\n\r\n",
            "coding after a vertical tab": post + "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
            "chunked in HTTP/1.0": post.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "negative length": post + "Content-Length: -1\r\n\r\n",
            "signed length": post + "Content-Length: +2\r\n\r\n[]",
            "hexadecimal length": post + "Content-Length: 0x2\r\n\r\n[]",
            "empty length": post + "Content-Length: \r\n\r\n",
            "lengths that differ": post + "Content-Length: 2, 3\r\n\r\n[]",
            "length overflow": post + "Content-Length: 99999999999999999999999\r\n\r\n",
            "folded header": post + "X-A: a\r\n b\r\nContent-Length: 0\r\n\r\n",
            "blank before colon": post + "Content-Length : 0\r\n\r\n",
            "bare line feeds": post.replace("\r\n", "\n") + "\n",
            "no host": "GET / HTTP/1.1\r\n\r\n",
            "two hosts": "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "return in a header": "GET / HTTP/1.1\r\nHost: a\r\nX-A: a\rb\r\n\r\n",
            "no colon": "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n",
            "blank in the target": "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
            "unknown version": "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
            "NUL in a header": "GET / HTTP/1.1\r\nHost: a\r\nX-A: \0\r\n\r\n",
            "no version": "GET /\r\n\r\n",
            "not HTTP": "\x16\x03\x01\x02\x00\r\n\r\n",
        }
        for name, text in shapes.items():
            with self.subTest(name):
                self.assert_refused(text)

    def post_chunks(self, chunks):
        """The answer to a POST whose chunked body is exactly these bytes."""
        with RawConnection(self.server) as raw:
            raw.send(f"POST /stores/{self.store}/v3/customers HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                     f"X-Auth-Token: {self.account.token}\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
            return raw.read_response()

    def test_bad_chunks(self):
        for chunks in ("zz\r\n", "-2\r\n[]\r\n0\r\n\r\n", "0x2\r\n[]\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\n[]",
                       "2\r\n[]XX0\r\n\r\n"):
            with self.subTest(chunks):
                answer = self.post_chunks(chunks)
                self.assertEqual((answer.status, answer.headers["Connection"]), (400, "close"))

    def test_extensions_and_trailers_are_read_over(self):
        answer = self.post_chunks("2;name=value\r\n[]\r\n0\r\nX-Trailer: a\r\n\r\n")
        self.assert_error(answer, 422, "JSON data is missing or invalid")  # the body was [] (CU-42)

    def test_extensions_and_trailers_are_bounded(self):  # architecture 4: limits on everything that a client sends
        for chunks in ("2;" + "a" * 1000000 + "\r\n[]\r\n0\r\n\r\n", "2\r\n[]\r\n0\r\nX-A: " + "a" * 1000000 + "\r\n\r\n",
                       "2\r\n[]\r\n0\r\n" + "X-A: a\r\n" * 100000 + "\r\n"):
            answer = self.post_chunks(chunks)
            self.assertIn(answer.status, (400, 413, 431))
            self.assertEqual(answer.headers["Connection"], "close")

    def test_endless_heads(self):
        self.assert_refused("GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a" * 17000, 431)
        self.assert_refused("GET /" + "a" * 17000, 414)
        self.assert_refused("GET /" + "a" * 9000 + " HTTP/1.1\r\nHost: a\r\n\r\n", 414)

    def test_a_broken_head_of_v2_is_answered_in_its_form(self):  # HTTP-38
        path = f"/stores/{self.store}/v2/orders"
        for text, status in ((f"GET {path}?page=1 HTTP/1.1\r\nHost: a\r\nX-A: " + "a" * 17000, 431),
                             (f"GET {path}/1 HTTP/1.1\r\nHost a\r\n\r\n", 400),
                             (f"GET {path} HTTP/1.1\r\nX-A: a\r\n\r\n", 400)):
            with self.subTest(text[:80]), RawConnection(self.server) as raw:
                raw.send(text)
                answer = raw.read_response()
                self.assertEqual(answer.status, status, answer)
                self.assertEqual([error["status"] for error in answer.json()], [status])
                self.assertTrue(raw.at_end())

    def test_others_are_served_meanwhile(self):
        idle = [socket.create_connection((self.server.host, self.server.port)) for _ in range(200)]
        try:
            for one in idle[:100]:
                one.sendall(b"GET / HT")
            self.ok(self.api.get("/customers"))
        finally:
            for one in idle:
                one.close()

    def test_unknown_route_and_scope_are_plain_answers_of_the_api(self):
        self.assert_error(self.api.get("/carts/metafields"), 403, SCOPE_TITLE)  # HTTP-65


class ConnectionLimit(ServerCase):
    options = ("--max-connections", "3", "--threads", "1")
    shared_store = True

    def test_more_connections_get_503(self):
        held = [RawConnection(self.server) for _ in range(3)]
        try:
            for raw in held:  # an answer proves that the connection was accepted
                raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                self.assertEqual(raw.read_response().status, 404)
            with RawConnection(self.server) as fourth:
                answer = fourth.read_response()
                self.assertEqual((answer.status, answer.headers["Connection"]), (503, "close"))  # HTTP-58
        finally:
            for raw in held:
                raw.socket.close()
        wait_until(lambda: self.api.get("/customers").status == 200, "room again")


class RateLimit(ServerCase):
    options = ("--rate-limit", "3/1h")
    HEADERS = ["X-Rate-Limit-Time-Window-Ms", "X-Rate-Limit-Time-Reset-Ms", "X-Rate-Limit-Requests-Quota",
               "X-Rate-Limit-Requests-Left"]

    def test_quota_is_per_store_and_shared_by_its_accounts(self):  # HTTP-160, HTTP-161, HTTP-162
        other, _ = self.new_app()
        lefts = []
        for api in (self.api, other, self.api):
            answer = self.ok(api.get("/customers"))
            self.assertEqual((answer.headers[self.HEADERS[0]], answer.headers[self.HEADERS[2]]), ("3600000", "3"))
            lefts.append(answer.headers[self.HEADERS[3]])
        self.assertEqual(lefts, ["2", "1", "0"])
        refused = other.get("/customers")
        self.assert_error(refused, 429, "Too many requests")
        self.assertEqual(refused.headers[self.HEADERS[3]], "0")
        self.assertGreater(int(refused.headers["X-Retry-After"]), 3000)
        _, account, api = self._make_store()
        self.addCleanup(api.close)
        self.ok(api.get("/customers"))

    def test_errors_and_answers_without_body_count_too(self):  # HTTP-160, HTTP-161
        answers = [self.api.get("/customers/1/metafields/1"), self.api.delete("/customers"),
                   self.api.request("HEAD", "/customers")]
        self.assertEqual([answer.status for answer in answers], [404, 204, 200])
        self.assertEqual([answer.headers[self.HEADERS[3]] for answer in answers], ["2", "1", "0"])
        for answer in answers:
            self.assertLessEqual(int(answer.headers[self.HEADERS[1]]), 3600000)
        self.assert_status(self.api.get("/customers"), 429)

    def test_refused_callers_do_not_use_it_up(self):  # HTTP-7
        for _ in range(5):
            answer = self.api.get("/customers", token="unknown")
            self.assert_status(answer, 401)
            self.assertIsNone(answer.headers[self.HEADERS[0]])
        self.ok(self.api.get("/customers"))


class Defaults(ServerCase):
    def test_head_tells_no_length_of_what_nobody_wrote(self):  # HTTP-169
        made = self.make_customers(3)
        for path in ("/customers", "/customers?limit=2&page=2", f"/customers/{made[0]['id']}/metafields"):
            answer = self.api.request("HEAD", path)
            self.assert_status(answer, 200)
            self.assertEqual((answer.body, answer.headers["Content-Type"], answer.headers["Content-Length"]),
                             (b"", "application/json", None))
        self.assert_status(self.api.request("HEAD", "/customers?limit=1000"), 413)
        self.assert_status(self.api.request("HEAD", "/customers/1/metafields/77"), 404)

    def test_no_rate_limit_headers_unless_configured(self):  # HTTP-161, HTTP-165
        answer = self.api.get("/customers")
        self.assertEqual([name for name in answer.headers if name.lower().startswith("x-rate-limit")], [])


class Drain(unittest.TestCase):
    def test_running_requests_finish_and_idle_connections_close(self):
        with Server(("--threads", "2")) as server:
            store = server.create_store()
            api = Api(server, store, server.create_account(store).token)
            made = api.post("/customers", [customer()]).data[0]
            idle = RawConnection(server)
            idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            idle.read_response()
            # A request whose body is still under way when the signal comes.
            body = json.dumps(field())
            busy = RawConnection(server)
            busy.send(f"POST /stores/{store}/v3/customers/{made['id']}/metafields HTTP/1.1\r\nHost: a\r\n"
                      f"X-Auth-Token: {api.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                      "Expect: 100-continue\r\n\r\n")
            self.assertEqual(busy.read_head()[0], 100)
            server.signal_stop()
            self.assertTrue(idle.at_end())
            busy.send(body)
            answer = busy.read_response()
            self.assertEqual((answer.status, answer.headers["Connection"]), (200, "close"))
            for raw in (idle, busy):
                raw.socket.close()
            api.close()
            self.assertEqual(server.wait_stopped(), 0)

    def test_new_connections_are_refused_while_draining_under_load(self):
        with Server(("--threads", "2")) as server:
            store = server.create_store()
            token = server.create_account(store).token
            stop = threading.Event()
            broken = []

            def load():
                api = Api(server, store, token)
                while not stop.is_set():
                    try:
                        status = api.get("/customers").status
                        if status != 200:
                            broken.append(status)
                    except OSError:
                        return
                    except Exception as error:  # http.client: the connection ended between two requests
                        if type(error).__name__ not in ("RemoteDisconnected", "CannotSendRequest"):
                            broken.append(repr(error))
                        return

            threads = [threading.Thread(target=load) for _ in range(4)]
            for thread in threads:
                thread.start()
            server.signal_stop()
            code = server.wait_stopped()
            stop.set()
            for thread in threads:
                thread.join()
            self.assertEqual((code, broken), (0, []))


if __name__ == "__main__":
    unittest.main()
