"""Deliveries to hooks: payload, signature, order, retries, blocks, what an operator sees (WH-30 … WH-49, WH-80 … WH-84)."""

import json
import hashlib
import socket
import time
import unittest

from support.api import Api
from support.cases import ServerCase, customer
from support.database import KIND
from support.receiver import CONTINUES, ENDLESS, GARBAGE, HANG, MIDWAY, OK, REDIRECT, REFUSE, SLOW, Receiver
from support.server import EVERYTHING, Server, wait_until

PRIVATE = ("--allow-private-destinations",)
FAST = PRIVATE + ("--webhook-timeout", "1", "--webhook-retries", "0.2,0.2,0.3,0.3,0.5,0.5,1,1,1,1,1",
                  "--webhook-blocks", "off")


class DeliveryCase(ServerCase):
    options = FAST
    scopes = EVERYTHING

    def receiver(self, script=None, **options):
        receiver = Receiver(script, **options)
        self.addCleanup(receiver.close)
        return receiver

    def hook(self, receiver, scope="store/customer/*", api=None, **members):
        body = {"scope": scope, "destination": receiver.url, **members}
        return self.ok((api or self.api).post("/hooks", body)).data

    def attempts(self, *options, server=None):
        text = (server or self.server).cli_ok("hooks", "deliveries", "--store", self.store, *options)
        return [json.loads(line) for line in text.splitlines()]

    def attempts_when(self, condition, *options):
        return wait_until(lambda: (lambda got: got if condition(got) else None)(self.attempts(*options)),
                          "attempts in the log", 30)

    def hook_state(self, hook):
        text = self.server.cli_ok("hooks", "list", "--store", self.store)
        return next(row for row in map(json.loads, text.splitlines()) if row["id"] == hook["id"])


class Payload(DeliveryCase):
    def test_the_body_is_as_documented(self):  # WH-30, WH-31, WH-32, WH-33, WH-34, WH-37, WH-40
        receiver = self.receiver()
        self.hook(receiver)
        before = int(time.time())
        made = self.make_customer()
        delivery = receiver.wait_for(1)[0]
        payload = delivery.payload
        self.assertEqual(list(payload), ["producer", "hash", "created_at", "store_id", "scope", "data"])
        self.assertEqual(payload["producer"], f"stores/{self.store}")
        self.assertRegex(payload["store_id"], r"^\d+$")
        self.assertTrue(before <= payload["created_at"] <= time.time())
        self.assertEqual(payload["scope"], "store/customer/created")
        self.assertEqual((payload["data"]["type"], payload["data"]["id"]), ("customer", made["id"]))
        self.assertEqual(delivery.body.decode(), json.dumps(payload, separators=(",", ":")))
        self.assertNotIn(made["email"], delivery.body.decode())

    def test_the_hash_is_of_the_payload_without_it_and_a_number(self):  # WH-35, WH-36
        receiver = self.receiver()
        self.hook(receiver)
        self.make_customers(2)
        for delivery in receiver.wait_for(2):
            payload = dict(delivery.payload)
            told = payload.pop("hash")
            text = json.dumps(payload, separators=(",", ":"))
            self.assertIn(told, [hashlib.sha1(f"{text}{n}".encode()).hexdigest() for n in range(1, 20)])

    def test_any_event_can_be_raised_by_hand(self):  # WH-86
        receiver = self.receiver()
        self.hook(receiver, "store/order/*")
        send = ("hooks", "send", "--store", self.store, "--scope")
        self.assertIn("1 hook hears", self.server.cli_ok(*send, "store/order/created"))
        self.server.cli_ok(*send, "store/order/statusUpdated/", "--data", '{"type": "order", "id": 250,\n "x": 1.50}')
        self.assertIn("0 hooks hear", self.server.cli_ok(*send, "store/channel/7/order/created"))
        first, second = receiver.wait_for(2)
        self.assertEqual((first.payload["scope"], first.payload["data"]),
                         ("store/order/created", {"type": "order", "id": 1}))
        self.assertEqual(second.payload["scope"], "store/order/statusUpdated")
        self.assertTrue(second.body.decode().endswith('"data":{"type":"order","id":250,"x":1.50}}'), second.body)
        first.verify(self.account.client_secret)
        for bad in (("store/order/deleted",), ("store/order/*",), ("store/order/created", "--data", "1"),
                    ("store/order/created", "--data", "{")):
            self.assertEqual(self.server.cli(*send, *bad).returncode, 1, bad)

    def test_headers_and_signature(self):  # WH-42, WH-43, WH-44
        receiver = self.receiver()
        self.hook(receiver, headers={"X-Custom": "a value"})
        self.make_customer()
        delivery = receiver.wait_for(1)[0]
        delivery.verify(self.account.client_secret)
        headers = delivery.headers
        self.assertEqual(headers["content-type"], "application/json")
        self.assertEqual(headers["x-custom"], "a value")
        self.assertEqual(headers["webhook-id"], delivery.payload["hash"])
        self.assertTrue(headers["user-agent"])

    def test_it_comes_at_once(self):  # WH-48
        receiver = self.receiver()
        self.hook(receiver)
        pauses = []
        for n in range(10):
            self.make_customer(n)
            made = time.time()
            pauses.append(receiver.wait_for(n + 1)[n].arrived - made)
        # Each begins when the one before has come: who only looked once a second would need one for each.
        self.assertLess(min(pauses), 0.5)

    def test_connections_are_kept(self):
        receiver = self.receiver()
        self.hook(receiver)
        for n in range(3):
            self.make_customer(n)
            receiver.wait_for(n + 1)
        self.assertEqual(len(receiver._open), 1)


class Fairness(DeliveryCase):
    def test_hanging_paths_of_another_store_hold_nobody_up(self):
        """The receiver's other paths hang, the gate of that store closes: ours is another one."""
        receiver = self.receiver(lambda delivery: OK if delivery.path == "/ours" else HANG)
        base = receiver.url.removesuffix("/hook")
        theirs, _ = self.new_app(EVERYTHING, store=self.server.create_store())
        for number in range(10):
            self.ok(theirs.post("/hooks", {"scope": f"store/customer/{'created' if number % 2 else '*'}",
                                           "destination": f"{base}/hang{number}"}))
        self.ok(self.api.post("/hooks", {"scope": "store/customer/created", "destination": f"{base}/ours"}))
        for number in range(5):
            self.ok(theirs.post("/customers", [customer(number)]))
        hung = lambda: sum(one.path != "/ours" for one in receiver.all())  # noqa: E731
        wait_until(lambda: hung() >= 5, "their attempts hang", 20)
        for number in range(20):
            self.make_customer(number)
        before = hung()
        receiver.wait_for(20, 10)
        self.assertLess(hung() - before, 20)

    def test_an_endless_continue_is_no_answer(self):
        """WH-41: interim answers are counted, not read for as long as the time lasts."""
        receiver = self.receiver(lambda delivery: CONTINUES)
        self.hook(receiver)
        self.make_customer()
        first = self.attempts_when(lambda got: got)[0]
        self.assertNotEqual(first.get("status"), 100)
        self.assertIn("no whole answer", json.dumps(first))


class Faults(DeliveryCase):
    def deliver_through(self, *faults):
        """Each attempt meets the next fault; the last one is taken. Returns all attempts as they came."""
        left = list(faults)
        receiver = self.receiver(lambda delivery: left.pop(0) if left else OK)
        self.hook(receiver)
        self.make_customer()
        receiver.wait_for(1)
        return receiver.all()

    def test_whatever_happens_it_is_tried_again(self):  # WH-41, WH-45, WH-46, WH-80
        tries = self.deliver_through(500, REFUSE, HANG, GARBAGE, MIDWAY, 404)
        self.assertEqual(tries[-1].fault, OK)
        self.assertEqual({one.payload["hash"] for one in tries}, {tries[0].payload["hash"]})
        for one in tries:
            one.verify(self.account.client_secret, now=one.arrived)
        self.assertGreater(int(tries[-1].headers["webhook-timestamp"]), int(tries[0].headers["webhook-timestamp"]))

    def test_a_redirect_is_a_failure_and_is_not_followed(self):  # WH-41
        tries = self.deliver_through(REDIRECT)
        self.assertEqual([one.path for one in tries], ["/hook", "/hook"])

    def test_a_slow_answer_counts_and_an_endless_one_is_cut(self):  # WH-41, WH-46
        tries = self.deliver_through(SLOW)
        self.assertEqual(len(tries), 1)
        receiver = self.receiver(lambda delivery: ENDLESS)
        self.hook(receiver, scope="store/customer/updated")
        made = self.make_customer(7)
        self.ok(self.api.put("/customers", [{"id": made["id"], "first_name": "New"}]))
        seen = self.attempts_when(lambda rows: rows and rows[0]["scope"] == "store/customer/updated")
        self.assertEqual((seen[0]["status"], seen[0]["delivered"]), (200, True))
        self.assertLessEqual(len(seen[0]["response"]), 1024)

    def test_an_answer_with_too_much_in_its_head_is_a_failure(self):  # WH-85
        def answer(*headers):
            return "\r\n".join(["HTTP/1.1 200 OK", "Content-Length: 0", *headers, "", ""]).encode()

        full = answer(*(f"{'n' * 62}{number:02}: {'v' * 8192}" for number in range(63)))
        left = [answer(*(f"X-{number}: v" for number in range(64))), answer(f"{'n' * 65}: v"),
                answer("X: " + "v" * 8193), full]
        receiver = self.receiver(lambda delivery: left.pop(0))
        self.hook(receiver)
        self.make_customer()
        seen = self.attempts_when(lambda rows: rows and rows[0]["delivered"])
        self.assertEqual([row["error"] for row in reversed(seen)],
                         ["the answer has more than 64 headers", "the answer has a header whose name is longer than 64 bytes",
                          "the answer has a header of more than 8 KB", ""])

    def test_a_refused_connection_is_in_the_log(self):
        with socket.create_server(("127.0.0.1", 0)) as unused:
            port = unused.getsockname()[1]
        self.ok(self.api.post("/hooks", {"scope": "store/customer/*",
                                         "destination": f"http://127.0.0.1:{port}/"}))
        self.make_customer()
        rows = self.attempts_when(lambda rows: len(rows) >= 2, "--failed")
        self.assertEqual(rows[0]["status"], 0)
        self.assertIn("connection", rows[0]["error"])
        self.assertEqual([row["attempt"] for row in rows], list(range(len(rows), 0, -1)))

    def test_order_of_a_resource_holds_through_retries(self):  # WH-47, stronger
        left = [500, 500, HANG]
        receiver = self.receiver(lambda delivery: left.pop(0) if left else OK)
        self.hook(receiver)
        made = self.make_customer()
        for name in "abcdef":
            self.ok(self.api.put("/customers", [{"id": made["id"], "first_name": name}]))
        self.assert_status(self.api.delete(f"/customers?id:in={made['id']}"), 204)
        scopes = [one.payload["scope"].rsplit("/", 1)[1] for one in receiver.wait_for(8)]
        self.assertEqual(scopes, ["created"] + ["updated"] * 6 + ["deleted"])

    def test_order_of_a_resource_holds_through_a_long_backlog(self):  # WH-47, stronger
        changes = 100  # of which the dispatcher holds 16 in memory
        left = [500]
        receiver = self.receiver(lambda delivery: left.pop(0) if left else OK)
        self.hook(receiver, scope="store/customer/updated")
        made = self.make_customer()
        for number in range(changes):
            self.ok(self.api.put("/customers", [{"id": made["id"], "first_name": f"n{number}"}]))
        receiver.wait_for(changes)
        log = self.attempts_when(lambda got: sum(one["status"] == 200 for one in got) == changes, "--limit", "1000")
        newest_first = [one["event_id"] for one in log if one["status"] == 200]
        self.assertEqual(newest_first, sorted(newest_first, reverse=True))
        self.assertEqual(len(set(newest_first)), changes)

    def test_a_dead_destination_delays_nobody_else(self):
        dead = [self.receiver(lambda delivery: HANG) for _ in range(10)]
        good = self.receiver()
        for receiver in dead + [good]:
            self.hook(receiver, scope="store/customer/created" if receiver is good else "store/customer/*")
        self.make_customers(40)
        good.wait_for(40)
        self.assertEqual(sum(len(receiver.taken()) for receiver in dead), 0)


class Changes(DeliveryCase):
    def failing(self):
        receiver = self.receiver(lambda delivery: 500)
        hook = self.hook(receiver)
        self.make_customer()
        wait_until(lambda: len(receiver.all()) >= 2, "a retry")
        return receiver, hook

    def assert_silent(self, receiver):
        """No attempt begins any more: those to another hook go on and show that time passes."""
        count = len(receiver.all())
        clock = self.receiver()
        self.hook(clock, scope="store/customer/created")
        for n in range(1, 7):
            self.made = getattr(self, "made", 100) + 1
            self.make_customer(self.made)
            clock.wait_for(n)
            time.sleep(0.3)
        self.assertLessEqual(len(receiver.all()), count + 1)  # one may have been under way

    def test_another_destination_drops_what_waits(self):  # WH-84
        receiver, hook = self.failing()
        other = self.receiver()
        self.ok(self.api.put(f"/hooks/{hook['id']}", {"destination": other.url}))
        self.assert_silent(receiver)
        self.assertNotIn("c1@", str([one.payload for one in other.taken()]))

    def test_a_deleted_or_inactive_hook_gets_nothing_more(self):  # WH-84, WH-24
        receiver, hook = self.failing()
        self.ok(self.api.put(f"/hooks/{hook['id']}", {"is_active": False}))
        self.assert_silent(receiver)
        self.ok(self.api.put(f"/hooks/{hook['id']}", {"is_active": True}))
        self.ok(self.api.delete(f"/hooks/{hook['id']}"))
        self.assert_silent(receiver)


class Exhausted(DeliveryCase):
    options = PRIVATE + ("--webhook-timeout", "1", "--webhook-retries", "0.1,0.1")

    def test_the_last_failure_deactivates_and_tells(self):  # WH-81, WH-83, WH-26, HTTP-147
        told, failing = self.receiver(), self.receiver(lambda delivery: 503)
        self.assert_status(self.api.put("/hooks/admin", {"emails": ["ops@example.com"]}), 204)
        self.hook(told, scope="store/hook/deliveryException")
        hook = self.hook(failing, destination=failing.url + "?token=s3cret")
        self.make_customers(3)
        wait_until(lambda: not self.ok(self.api.get(f"/hooks/{hook['id']}")).data["is_active"], "deactivation")
        state = self.hook_state(hook)
        self.assertEqual((state["status"], state["pending"]), ("deactivated", 0))
        notices = [one.payload for one in told.wait_for(2)]
        self.assertEqual([one["data"]["error_code"] for one in notices], [90001, 90002])
        for one in notices:
            self.assertEqual(one["scope"], "store/hook/deliveryException")
            self.assertEqual((one["data"]["type"], one["data"]["id"]), ("webhook", hook["id"]))
        log = wait_until(lambda: [line for line in self.server.logs().splitlines() if "webhook deactivated" in line],
                         "a line of the log")
        self.assertIn(f"hook_id={hook['id']} destination=http://127.0.0.1:{failing.port}/…", log[0])
        self.assertIn("notify=1", log[0])
        for hidden in ("ops@example.com", "s3cret"):
            self.assertNotIn(hidden, self.server.logs())
        failing.script = lambda delivery: OK
        self.ok(self.api.put(f"/hooks/{hook['id']}", {"is_active": True}))
        last = self.make_customer(50)
        self.assertEqual([one.payload["data"]["id"] for one in failing.wait_for(1)], [last["id"]])


class Blocked(DeliveryCase):
    options = PRIVATE + ("--webhook-retries", "60,60")

    def test_a_domain_that_fails_is_blocked(self):  # WH-82, WH-83, WH-15
        told, failing = self.receiver(), self.receiver(lambda delivery: 500)
        self.hook(told, scope="store/hook/deliveryException")
        # The same domain, or the notice would be blocked with it: told has another host name.
        self.ok(self.api.post("/hooks", {"scope": "store/customer/created",
                                         "destination": failing.url.replace("127.0.0.1", "localhost")}))
        self.make_customers(120)

        def blocked():
            return self.ok(self.api.get("/hooks/admin")).data["blocked_domains"]

        domain = wait_until(blocked, "a blocked domain")[0]
        self.assertEqual(domain["destination"], "localhost")
        self.assertTrue(0 < domain["time_left"] <= 180)
        self.assertEqual(domain["reasons"][0]["failure_description"], "HTTP status 500")
        wait_until(lambda: 90003 in [one.payload["data"]["error_code"] for one in told.taken()], "a notice")
        rows = self.attempts_when(lambda rows: len(rows) >= 121, "--limit", "1000")
        held = [row for row in rows if "blocked" in row["error"]]
        self.assertTrue(held)
        self.assertLess(len(failing.all()), 120)


class Guard(DeliveryCase):
    options = ()

    def test_private_addresses_are_refused_without_the_switch(self):  # WH-49
        receiver = self.receiver()
        server = Server(FAST, database=self.server.database).start()
        self.addCleanup(server.close)
        api = Api(server, self.store, self.account.token)
        self.addCleanup(api.close)
        self.hook(receiver, api=api)
        server.stop()
        self.make_customer()
        rows = self.attempts_when(lambda rows: rows)
        self.assertIn("loopback address", rows[0]["error"])
        self.assertEqual(receiver.all(), [])


class Restart(DeliveryCase):
    def test_kill_between_commit_and_delivery_loses_nothing(self):  # WH-47
        receiver = self.receiver()
        self.hook(receiver)
        receiver.close()
        made = [one["id"] for one in self.make_customers(30)]
        self.server.kill()
        receiver.reopen()
        self.server.start()
        self.api.close()
        receiver.wait_for(30)
        self.assertEqual({one.payload["data"]["id"] for one in receiver.taken()}, set(made))

    def test_an_orderly_stop_hands_over_at_once(self):
        receiver = self.receiver(lambda delivery: OK if self.restarted else 500)
        self.restarted = False
        self.hook(receiver)
        self.make_customer()
        wait_until(receiver.all, "an attempt")
        self.server.stop()
        self.restarted = True
        self.server.start()
        self.api.close()
        receiver.wait_for(1)


class TwoDispatchers(DeliveryCase):
    def test_two_processes_deliver_each_event_once(self):
        receiver = self.receiver()
        other = Server(self.options, database=self.server.database).start()
        self.addCleanup(other.close)
        api = Api(other, self.store, self.account.token)
        self.addCleanup(api.close)
        for n in range(4):
            self.ok(self.api.post("/hooks", {"scope": "store/customer/created", "destination": f"{receiver.url}/{n}"}))
        made = [one["id"] for one in self.make_customers(50)] + [
            one["id"] for one in self.make_customers(50, api=api, first=51)]
        receiver.wait_for(400)
        got = [(one.path, one.payload["data"]["id"]) for one in receiver.all()]
        self.assertEqual(sorted(got), sorted((f"/hook/{n}", one) for n in range(4) for one in made))


class Operator(DeliveryCase):
    options = FAST + ("--metrics-listen", "127.0.0.1:0")

    def test_redelivery_has_the_same_hash(self):  # WH-35
        receiver = self.receiver()
        hook = self.hook(receiver)
        self.make_customer()
        receiver.wait_for(1)
        row = self.attempts_when(lambda rows: rows, "--hook", str(hook["id"]))[0]
        self.assertEqual((row["status"], row["delivered"], row["response"]), (200, True, "seen\n"))
        self.server.cli_ok("hooks", "redeliver", "--store", self.store, "--attempt", str(row["id"]))
        first, second = receiver.wait_for(2)
        self.assertEqual(first.payload, second.payload)
        self.attempts_when(lambda rows: len(rows) == 2, "--event", str(row["event_id"]))
        self.server.cli_ok("hooks", "redeliver", "--store", self.store, "--event", str(row["event_id"]))
        receiver.wait_for(3)
        self.attempts_when(lambda rows: len(rows) == 3)
        self.assertEqual(self.server.cli_ok("hooks", "prune", "--store", self.store, "--older-than", "0"),
                         "removed 3 attempts\n")
        self.assertEqual(self.attempts(), [])

    def test_what_can_not_be_sent_again_is_said(self):
        result = self.server.cli("hooks", "redeliver", "--store", self.store, "--attempt", "99")
        self.assertEqual(result.returncode, 1)
        self.assertIn("no such attempt", result.stderr)
        self.assertEqual(self.server.cli("hooks", "redeliver", "--store", self.store).returncode, 2)

    def test_metrics(self):
        import http.client
        from observability_test import parse_metrics
        receiver = self.receiver()
        self.hook(receiver)
        self.make_customers(3)
        receiver.wait_for(3)

        def figures():
            connection = http.client.HTTPConnection(*self.server.metrics_address, timeout=10)
            connection.request("GET", "/metrics")
            samples, _ = parse_metrics(connection.getresponse().read().decode())
            connection.close()
            delivered = samples[("fieldstone_webhook_attempts_total", (("outcome", "delivered"),))]
            empty = samples[("fieldstone_webhook_backlog", ())] == 0
            return samples if delivered >= 3 and empty else None

        samples = wait_until(figures, "three deliveries and no backlog in the metrics")
        self.assertEqual(samples[("fieldstone_webhook_oldest_event_seconds", ())], 0)
        self.assertGreaterEqual(samples[("fieldstone_webhook_attempt_duration_seconds_count", ())], 3)


if __name__ == "__main__":
    unittest.main()
