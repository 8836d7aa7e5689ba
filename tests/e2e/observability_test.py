"""What an operator sees: access log, probes, metrics; never a token (architecture §4, §5; HTTP-146)."""

import http.client
import json
import pathlib
import re
import time
import unittest

from support.api import Api, RawConnection, Response
from support.cases import SCOPE_TITLE, ServerCase, customer, field
from support.server import Server, wait_until

METRIC_LINE = re.compile(r'([a-z_]+)(?:\{(.*)\})? (\S+)(?: \d+)?')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')


def parse_metrics(text):
    """The samples of a Prometheus text page: {(name, sorted labels): value}; refuses what is not one."""
    samples, types = {}, {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ", 3)
            assert name not in types, f"{name} is declared twice"
            types[name] = kind
        elif line and not line.startswith("#"):
            match = METRIC_LINE.fullmatch(line)
            assert match, f"not a sample: {line!r}"
            name, labels, value = match.groups()
            key = (name, tuple(sorted(LABEL.findall(labels or ""))))
            assert key not in samples, f"{key} is there twice"
            samples[key] = float(value)
    return samples, types


def parse_text_line(line):
    """A key=value line of the log; a value with blanks is quoted."""
    pairs = re.findall(r'([a-z_]+)=("(?:[^"\\]|\\.)*"|[^ "=]*)(?: |$)', line)
    assert " ".join(f"{key}={value}" for key, value in pairs) == line, f"not key=value: {line!r}"
    return dict(pairs)


class AccessLog(ServerCase):
    def line_of(self, response, parse=parse_text_line):
        """The access-log line of one answer; lines are flushed within a second."""
        request_id = response.headers["X-Request-Id"]

        def find():
            lines = [line for line in self.server.logs().splitlines() if request_id in line and "request" in line]
            return lines or None

        lines = wait_until(find, f"a line of request {request_id}")
        self.assertEqual(len(lines), 1, lines)
        return parse(lines[0])

    def test_a_line_has_who_what_and_how(self):
        made = self.make_customer()
        answer = self.ok(self.api.get(f"/customers/{made['id']}/metafields", {"key": "secret-of-a-customer"}))
        line = self.line_of(answer)
        expected = {"level": "info", "event": "request", "store": self.store, "client_id": self.account.client_id,
                    "method": "GET", "status": "200", "error": "-", "peer": "127.0.0.1",
                    "bytes": str(len(answer.body))}
        self.assertEqual({name: line[name] for name in expected}, expected)
        self.assert_matches(line["route"], r"/stores/\{store_hash\}/v3/customers/\{[a-z_A-Z]+\}/metafields")
        self.assert_matches(line["duration_us"], r"\d+")
        self.assert_matches(line["time"], r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

    def test_refusals_name_their_error(self):
        cases = [(self.api.get("/customers", token="unknown0token"), "401", "unauthorized"),
                 (self.api.get("/customers", token=False), "401", "missing_token"),
                 (self.api.get("/no/such/route"), "404", "unknown_route"),
                 (self.api.get("/customers", {"limit": 251}), "413", "payload_too_large"),
                 (self.api.post("/customers", b"{"), "400", "invalid_input")]
        for answer, status, error in cases:
            line = self.line_of(answer)
            self.assertEqual((line["status"], line["error"]), (status, error))
        self.assertEqual((line["store"], line["client_id"]), (self.store, self.account.client_id))

    def test_an_unknown_route_leaves_its_words(self):  # HTTP-148
        for path, shown in (("/custmers", "/custmers"), ("/catalog/products/77/nothing", "/catalog/products/{id}/nothing"),
                            ("/customers/ann@example.com", "/customers/{value}"),
                            ("/customers/x9?email=ann@example.com", "/customers/{value}")):
            line = self.line_of(self.assert_status(self.api.get(path), 404))
            self.assertEqual(line["route"].strip('"'), "/stores/{store_hash}/v3" + shown)
        line = self.line_of(self.assert_status(self.api.request("PATCH", "/customers"), 501))
        self.assertEqual(line["route"].strip('"'), "/stores/{store_hash}/v3/customers")
        self.assertNotIn("ann@", self.server.logs())

    def test_a_refusal_names_what_was_missing(self):  # HTTP-148
        other, _ = self.new_app("store_cart")
        reading, _ = self.new_app("store_v2_customers_read_only")
        for answer, scope in ((other.get("/customers"), "store_v2_customers_read_only"),
                              (reading.post("/customers", [customer()]), "store_v2_customers"),
                              (other.get("/customers/1/stored-instruments"), "store_stored_payment_instruments_read_only")):
            self.assert_error(answer, 403, SCOPE_TITLE)
            self.assertEqual(answer.headers["WWW-Authenticate"],
                             f'Bearer error="insufficient_scope", scope="{scope}"')
            self.assertEqual(self.line_of(answer)["missing_scope"], scope)
        stranger = Api(self.server, "other", self.account.token)
        self.addCleanup(stranger.close)
        elsewhere = stranger.get("/customers")
        self.assert_error(elsewhere, 403, SCOPE_TITLE)
        self.assertNotIn("missing_scope", self.line_of(elsewhere))
        made = self.make_customer()
        wrong = self.api.post(f"/customers/{made['id']}/metafields", field(key="", namespace="", permission_set="x"))
        self.assert_status(wrong, 422)
        self.assertEqual(self.line_of(wrong)["bad_fields"], ",".join(wrong.json()["errors"]))

    def test_what_a_client_sends_can_not_forge_a_line(self):
        answer = self.api.get("/customers%0Aevent=forged%20status=200")
        self.assert_status(answer, 404)
        self.line_of(answer)
        self.assertNotIn("event=forged", self.server.logs())

    def test_nothing_secret_or_personal_is_logged(self):  # HTTP-146, CU-32
        made = self.make_customer(77, notes="private-note", authentication={"new_password": "secretpass1"})
        self.make_field(made["id"], value="private-value", key="private-key")
        wrong = "wrongwrongwrong0123456789"
        last = [self.api.get("/customers", token=wrong), self.api.get("/customers", "email:in=c77@example.com"),
                self.api.get("/customers", "foo=bar", headers={"X-Auth-Client": "client-header"})][-1]
        self.line_of(last)
        logs = self.server.logs()
        for secret in (self.account.token, self.account.client_secret, wrong, "private-note", "secretpass1",
                       "private-value", "private-key", "c77@example.com", "client-header"):
            self.assertNotIn(secret, logs)


class JsonLog(AccessLog):
    """The same claims with --log-format json."""

    options = ("--log-format", "json")

    def line_of(self, response, parse=None):
        line = super().line_of(response, json.loads)
        return {name: value if isinstance(value, str) else str(value) for name, value in line.items()}


class QuietLog(ServerCase):
    options = ("--access-log", "false")

    def test_requests_are_not_logged(self):
        answer = self.ok(self.api.get("/customers"))
        self.server.stop()  # everything pending is written at the end
        self.assertNotIn(answer.headers["X-Request-Id"], self.server.logs())
        self.assertIn("event=stopped", self.server.logs())


class Monitored(ServerCase):
    options = ("--metrics-listen", "127.0.0.1:0", "--threads", "2")

    def monitor(self, path, method="GET"):
        host, port = self.server.metrics_address
        connection = http.client.HTTPConnection(host, port, timeout=60)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            return Response(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def metrics(self):
        return parse_metrics(self.assert_status(self.monitor("/metrics"), 200).text)

    def samples(self, name, **labels):
        return sum(value for (sample, pairs), value in self.metrics()[0].items()
                   if sample == name and set(labels.items()) <= set(pairs))

    def await_sample(self, expected, name, **labels):
        """A request is counted right after its answer is sent: the client may be there first."""
        wait_until(lambda: self.samples(name, **labels) == expected, f"{name}{labels} is {expected}")


class Probes(Monitored):
    def test_health_and_readiness(self):
        for path in ("/healthz", "/readyz"):
            answer = self.assert_status(self.monitor(path), 200)
            self.assertEqual(answer.media_type, "text/plain")
            self.assert_matches(answer.headers["X-Request-Id"], "[0-9a-f]{16}")
        self.assert_status(self.monitor("/else"), 404)
        self.assertEqual(self.assert_status(self.monitor("/metrics", "POST"), 405).headers["Allow"], "GET, HEAD")
        head = self.assert_status(self.monitor("/healthz", "HEAD"), 200)
        self.assertEqual(head.body, b"")

    def test_the_tenants_listener_has_none_of_them(self):  # HTTP-63
        for path in ("/healthz", "/readyz", "/metrics", f"/stores/{self.store}/v3/metrics"):
            answer = self.api.send("GET", path, [("X-Auth-Token", self.api.token)], None)
            self.assert_status(answer, 404)
            self.assertEqual((answer.text, answer.media_type), ("The route is not found, check the URL", "text/plain"))

    def test_the_monitor_serves_no_tenant(self):
        self.assert_status(self.monitor(f"/stores/{self.store}/v3/customers"), 404)


class Metrics(Monitored):
    ROUTE = "/stores/{store_hash}/v3/customers"

    def test_the_page_is_prometheus_text_with_the_documented_names(self):
        self.make_customer()
        answer = self.monitor("/metrics")
        self.assertEqual(answer.headers["Content-Type"], "text/plain; version=0.0.4")
        samples, types = parse_metrics(answer.text)
        for name, kind in (("fieldstone_http_requests_total", "counter"),
                           ("fieldstone_http_request_duration_seconds", "histogram"),
                           ("fieldstone_commit_group_size", "histogram"), ("fieldstone_write_queue_depth", "gauge"),
                           ("fieldstone_open_connections", "gauge")):
            self.assertEqual(types.get(name), kind, name)
        labels = {label for (name, pairs) in samples if name == "fieldstone_http_requests_total" for label, _ in pairs}
        self.assertEqual(labels, {"route", "method", "status"})

    def test_requests_are_counted_by_template_method_and_status(self):
        name = "fieldstone_http_requests_total"
        before = {status: self.samples(name, route=self.ROUTE, method="GET", status=status) for status in ("200", "413")}
        for _ in range(7):
            self.ok(self.api.get("/customers"))
        for _ in range(3):
            self.assert_status(self.api.get("/customers", "limit=251"), 413)
        for status, more in (("200", 7), ("413", 3)):
            self.await_sample(before[status] + more, name, route=self.ROUTE, method="GET", status=status)

    def test_raw_paths_and_store_hashes_are_no_labels(self):
        for n in range(5):
            self.api.get(f"/customers/{n}1234567/metafields")
            self.api.get(f"/nonsense{n}")
        page = self.monitor("/metrics").text
        for text in ("1234567", "nonsense", self.store, self.account.client_id, self.account.token):
            self.assertNotIn(text, page)

    def test_durations_are_cumulative_and_complete(self):
        for _ in range(5):
            self.ok(self.api.get("/customers"))
        samples, _ = self.metrics()
        name = "fieldstone_http_request_duration_seconds"
        buckets = [(dict(pairs)["le"], value) for (sample, pairs), value in samples.items()
                   if sample == name + "_bucket" and {("route", self.ROUTE), ("method", "GET")} <= set(pairs)]
        buckets = sorted((float(le.replace("+Inf", "inf")), value) for le, value in buckets)
        self.assertEqual(buckets[-1][0], float("inf"))
        self.assertEqual([value for _, value in buckets], sorted(value for _, value in buckets))
        count = samples[(name + "_count", (("method", "GET"), ("route", self.ROUTE)))]
        self.assertEqual(buckets[-1][1], count)
        self.assertGreater(samples[(name + "_sum", (("method", "GET"), ("route", self.ROUTE)))], 0)

    def test_commits_are_counted_by_group(self):
        before = self.samples("fieldstone_commit_group_size_sum")
        made = self.make_customer()
        for n in range(4):
            self.make_field(made["id"], key=f"k{n}")
        self.await_sample(before + 5, "fieldstone_commit_group_size_sum")
        self.assertGreaterEqual(self.samples("fieldstone_commit_group_size_count"), 1)
        self.await_sample(0, "fieldstone_write_queue_depth")

    def test_the_process_and_its_build(self):
        before = time.time()
        self.ok(self.api.get("/customers"))
        samples, types = self.metrics()
        value = {name: sample for (name, _), sample in samples.items()}
        pid = self.server.process.pid
        status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        resident = int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024
        self.assertLess(abs(value["process_resident_memory_bytes"] - resident), resident / 2)
        self.assertGreater(value["process_virtual_memory_bytes"], value["process_resident_memory_bytes"])
        self.assertTrue(before - 600 < value["process_start_time_seconds"] <= before)
        limits = pathlib.Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
        self.assertEqual(value["process_max_fds"], float(re.search(r"Max open files\s+(\d+)", limits)[1]))
        self.assertEqual(types["process_cpu_seconds_total"], "counter")
        self.assertGreater(value["process_cpu_seconds_total"], 0)
        held = [RawConnection(self.server) for _ in range(20)]
        wait_until(lambda: self.samples("process_open_fds") >= value["process_open_fds"] + 20, "descriptors are counted")
        for raw in held:
            raw.socket.close()
        version = self.server.run("--version").stdout.split()[1]
        labels = [dict(pairs) for name, pairs in samples if name == "fieldstone_build_info"]
        self.assertEqual([one["version"] for one in labels], [version])
        self.assertNotEqual(labels[0]["compiler"], "")

    def test_open_connections_follow_the_clients(self):
        self.api.close()
        self.await_sample(0, "fieldstone_open_connections")
        held = [RawConnection(self.server) for _ in range(5)]
        self.await_sample(5, "fieldstone_open_connections")
        for raw in held:
            raw.socket.close()
        self.await_sample(0, "fieldstone_open_connections")


class Draining(unittest.TestCase):
    def test_metrics_survive_a_drain_until_the_last_request_is_answered(self):
        with Server(("--metrics-listen", "127.0.0.1:0")) as server:
            store = server.create_store()
            api = Api(server, store, server.create_account(store).token)
            made = api.post("/customers", [customer()]).data[0]
            body = json.dumps(field())
            with RawConnection(server) as busy:
                busy.send(f"POST /stores/{store}/v3/customers/{made['id']}/metafields HTTP/1.1\r\nHost: a\r\n"
                          f"X-Auth-Token: {api.token}\r\nContent-Type: application/json\r\n"
                          f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n")
                self.assertEqual(busy.read_head()[0], 100)
                server.signal_stop()
                self.assertEqual(wait_until(lambda: self.readiness(server), "readiness says no"), 503)
                busy.send(body)
                self.assertEqual(busy.read_response().status, 200)
            api.close()
            self.assertEqual(server.wait_stopped(), 0)

    @staticmethod
    def readiness(server):
        """The status of /readyz once it is not 200 any more."""
        connection = http.client.HTTPConnection(*server.metrics_address, timeout=60)
        try:
            connection.request("GET", "/readyz")
            status = connection.getresponse().status
            return status if status != 200 else None
        finally:
            connection.close()


if __name__ == "__main__":
    unittest.main()
