"""Clients that mean harm or do not care: each gets the status it deserves, memory stays bounded, others are served.

What is malformed on one connection is in http_test.py (smuggling shapes, endless heads, chunks); here is what takes
time, memory or many connections, and what is well-formed and lies."""

import base64
import contextlib
import json
import resource
import socket
import time
import unittest
import urllib.request

from observability_test import parse_metrics
from support.api import Api, RawConnection
from support.cases import ServerCase, customer, field
from support.server import Server, wait_until

HUGE_IDS = ["9223372036854775807", "9223372036854775808", "18446744073709551616", "-9223372036854775809", "1" * 400]


def resident_kib(server):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def cpu_of(server, probe, times=200):
    """Processor time of the server for one `probe`."""
    before = server.cpu_seconds()
    for _ in range(times):
        probe()
    return (server.cpu_seconds() - before) / times


class Slow(ServerCase):
    """Slowloris in its forms. The time-outs are those of docs/operations.md: ten seconds a head, 30 a piece of body."""

    shared_store = True
    options = ("--threads", "2")

    def head(self, method, path, extra=""):
        return (f"{method} /stores/{self.store}/v3{path} HTTP/1.1\r\nHost: a\r\nX-Auth-Token: {self.account.token}\r\n"
                f"Content-Type: application/json\r\n{extra}\r\n")

    def drip(self, sockets, byte, until):
        while time.monotonic() < until:
            for one in sockets:
                with contextlib.suppress(OSError):
                    one.send(byte)
            self.ok(self.api.get("/customers"))
            time.sleep(0.2)

    def test_a_head_that_drips_has_ten_seconds_in_all(self):
        with contextlib.ExitStack() as held:
            slow = [held.enter_context(RawConnection(self.server)) for _ in range(50)]
            started = time.monotonic()
            for raw in slow:
                raw.send("GET / HTTP/1.1\r\nHost: a\r\nX-A: ")
            self.drip([raw.socket for raw in slow], b"a", started + 11)
            for raw in slow:
                self.assertEqual(raw.read_response().status, 408)
            self.assertLess(time.monotonic() - started, 20)

    def test_a_body_that_drips_holds_nobody_up(self):
        with contextlib.ExitStack() as held:
            slow = [held.enter_context(RawConnection(self.server)) for _ in range(50)]
            for raw in slow:
                raw.send(self.head("POST", "/customers", "Content-Length: 1000000\r\n"))
            self.drip([raw.socket for raw in slow], b"[", time.monotonic() + 2)
            for raw in slow:  # nobody is cut while bytes come
                with self.assertRaises(TimeoutError):
                    raw.socket.settimeout(0.001)
                    raw.socket.recv(1)

    def test_the_rest_of_a_refused_body_has_five_seconds_in_all(self):  # HTTP-168
        with contextlib.ExitStack() as held:
            slow = [held.enter_context(RawConnection(self.server)) for _ in range(50)]
            for raw in slow:  # without a token: refused by the head
                raw.send(f"POST /stores/{self.store}/v3/customers HTTP/1.1\r\nHost: a\r\n"
                         "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n")
                self.assertEqual(raw.read_response().status, 401)
            started = time.monotonic()
            open_ones = {raw.socket for raw in slow}
            while open_ones and time.monotonic() < started + 30:
                for one in list(open_ones):
                    try:
                        one.send(b"a")
                    except OSError:
                        open_ones.discard(one)
                time.sleep(0.5)
            self.assertFalse(open_ones, "connections that drip are still open")

    def test_who_asks_and_does_not_read_is_not_buffered(self):
        owner = self.make_customer(1)["id"]
        for number in range(20):
            self.make_field(owner, key=f"k{number}", value="v" * 60_000)
        before = resident_kib(self.server)
        request = self.head("GET", f"/customers/{owner}/metafields").encode()
        with contextlib.ExitStack() as held:
            greedy = [held.enter_context(RawConnection(self.server)) for _ in range(20)]
            for raw in greedy:
                raw.socket.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    for _ in range(2_000):  # 2.4 GB of answers, should anybody keep them
                        raw.socket.send(request)
            for _ in range(20):
                self.ok(self.api.get("/customers"))
            time.sleep(1)
            self.assertLess(resident_kib(self.server) - before, 400 * 1024)
        wait_until(lambda: self.api.get("/customers").status == 200, "others are served")


class LargeBodies(ServerCase):
    """HTTP-17, HTTP-18: what is too large for its route is refused by its length, before a byte of it is read."""

    shared_store = True

    def refusal(self, method, path, announced):
        with RawConnection(self.server) as raw:
            raw.send(f"{method} /stores/{self.store}/v3{path} HTTP/1.1\r\nHost: a\r\n"
                     f"X-Auth-Token: {self.account.token}\r\nContent-Type: application/json\r\n"
                     f"Content-Length: {announced}\r\n\r\n")
            return raw.read_response().status

    def test_each_route_has_its_limit(self):
        for method, path, limit in (("POST", "/hooks", 640), ("PUT", "/hooks/admin", 64),
                                    ("PUT", "/customers/1/consent", 64), ("POST", "/customers/1/metafields", 1024),
                                    ("DELETE", "/customers/metafields", 1024), ("POST", "/customers", 32 * 1024)):
            with self.subTest(method + " " + path):
                self.assertEqual(self.refusal(method, path, limit * 1024 + 1), 413)

    def test_a_longest_value_fits_however_it_is_escaped(self):
        value = "\\ud83d\\ude00" * 65_535
        body = '{"permission_set":"app_only","namespace":"n","key":"k","value":"' + value + '"}'
        owner = self.make_customer(1)["id"]
        made = self.api.request("POST", f"/customers/{owner}/metafields", body.encode())
        self.assertEqual(self.ok(made).data[0]["value"], "\U0001f600" * 65_535)

    def test_values_are_counted(self):
        body = b"[" + b"0," * 400_000 + b"0]"
        self.assert_status(self.api.request("POST", "/customers", body), 413)
        self.assert_status(self.api.post("/customers", [customer(1, channel_ids=[1] * 200_000)]), 422)


class Memory(ServerCase):
    """HTTP-167: large bodies and answers share a budget; beyond it they get 503, small ones go on."""

    options = ("--memory", "4")

    def unavailable(self, answer):
        self.assert_status(answer, 503)
        self.assertEqual(answer.headers["Retry-After"], "1")
        self.ok(self.api.get("/customers"))

    def test_a_body_beyond_the_budget_is_refused(self):  # HTTP-167
        self.unavailable(self.api.request("POST", "/customers", b"[" + b" " * 2_000_000 + b"]"))  # to be parsed
        with RawConnection(self.server) as raw:  # while it comes
            raw.send(f"POST /stores/{self.store}/v3/customers HTTP/1.1\r\nHost: a\r\n"
                     f"X-Auth-Token: {self.account.token}\r\nContent-Type: application/json\r\n"
                     "Content-Length: 30000000\r\n\r\n")
            with contextlib.suppress(OSError):
                for _ in range(100):
                    raw.socket.sendall(b" " * 100_000)
            self.assertEqual(raw.read_response().status, 503)

    def test_an_answer_beyond_the_budget_is_refused(self):
        owner = self.make_customer(1)["id"]
        for number in range(10):
            self.make_field(owner, key=f"k{number}", value="v" * 60_000)
        path = f"/customers/{owner}/metafields"
        self.unavailable(self.api.get(path))
        self.assertEqual(len(self.ok(self.api.get(path, query="limit=2")).data), 2)
        self.assertEqual(self.api.request("HEAD", path).status, 200)  # nothing is written for it


    def test_a_small_body_may_have_a_large_answer(self):  # HTTP-167
        """The batch names ten long values and changes a word of each: they are read, and to be written."""
        owner = self.make_customer(1)["id"]
        ids = [self.make_field(owner, key=f"k{number}", value="v" * 60_000)["id"] for number in range(10)]
        changes = [{"id": one, "description": "changed"} for one in ids]
        self.unavailable(self.api.put("/customers/metafields", changes))
        self.assertEqual(len(self.ok(self.api.put("/customers/metafields", changes[:2])).data), 2)
        kept = self.ok(self.api.get(f"/customers/{owner}/metafields/{ids[9]}")).data
        self.assertEqual(kept["description"], "changed")  # 503 undoes nothing


class Unread(ServerCase):
    """HTTP-167: answers that wait for their readers take from the budget, and one store has half of it."""

    options = ("--memory", "4", "--metrics-listen", "127.0.0.1:0")

    def budget_used(self):
        with urllib.request.urlopen("http://%s:%d/metrics" % self.server.metrics_address, timeout=10) as answer:
            samples, _ = parse_metrics(answer.read().decode())
        return samples[("fieldstone_large_requests_bytes", ())]

    def test_answers_that_wait_take_from_the_budget(self):
        owner = self.make_customer(1)["id"]
        for number in range(4):
            self.make_field(owner, key=f"k{number}", value="v" * 60_000)
        request = (f"GET /stores/{self.store}/v3/customers/{owner}/metafields HTTP/1.1\r\nHost: a\r\n"
                   f"X-Auth-Token: {self.account.token}\r\n\r\n")
        with contextlib.ExitStack() as held:
            greedy = [held.enter_context(RawConnection(self.server)) for _ in range(20)]
            for raw in greedy:
                raw.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
                raw.send(request * 60)  # 14 MB of answers; sockets hold some
            wait_until(lambda: self.budget_used() > 0, "an answer waits", 60)
            most = max(self.budget_used() for _ in range(20))
            self.assertLessEqual(most, 2 * 1024 * 1024)
            self.ok(self.api.get("/customers"))
            served = [self.answers_of(raw, 60) for raw in greedy]
        self.assertLess(min(served), 60, "nobody was cut off")
        self.assertEqual(max(served), 60, "nobody was served")
        wait_until(lambda: self.budget_used() == 0, "all is given back")

    @staticmethod
    def answers_of(raw, most):
        for number in range(most):
            try:
                raw.read_response()
            except (AssertionError, OSError):
                return number
        return most


class ManyConnections(ServerCase):
    options = ("--threads", "2", "--max-connections", "20000")
    shared_store = True

    def test_idle_and_half_sent_ones_disturb_nobody(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        count = min(3_000, hard - 200)
        probe = lambda: self.ok(self.api.get("/customers"))  # noqa: E731
        probe()
        quiet = cpu_of(self.server, probe)
        before = resident_kib(self.server)
        with contextlib.ExitStack() as held:
            for number in range(count):
                one = socket.create_connection((self.server.host, self.server.port))
                held.callback(one.close)
                if number % 10 == 0:
                    one.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
            busy = cpu_of(self.server, probe)
            grown = resident_kib(self.server) - before
        # Generous, for the sweeps of deadlines count too. bench/connections.py measures what clients feel.
        self.assertLess(busy, 10 * quiet)
        self.assertLess(grown / count, 64, "KiB for each connection")


if __name__ == "__main__":
    unittest.main()
