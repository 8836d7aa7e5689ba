"""Passwords of customers and validate-credentials (customers.md §§1, 9)."""

import sqlite3
import statistics
import threading
import unittest

from support.cases import ServerCase, customer

URL = "/customers/validate-credentials"
NOBODY = {"is_valid": False, "customer_id": None}


def password(text):
    return {"authentication": {"new_password": text}}


class Credentials(ServerCase):
    options = ("--login-limit-per-email", "1000/60s", "--login-limit-per-store", "1000/60s")

    def attempt(self, email, secret, **more):
        return self.ok(self.api.post(URL, {"email": email, "password": secret, **more})).json()

    def test_a_password_is_set_changed_and_never_shown(self):  # CU-12, CU-13, CU-32, CU-170
        made = self.make_customer(1, **password("secret1"))
        self.assertEqual(made["authentication"], {"force_password_reset": False})
        right = {"is_valid": True, "customer_id": made["id"]}
        self.assertEqual(self.attempt("c1@example.com", "secret1"), right)
        self.assertEqual(self.attempt("C1@EXAMPLE.com", "secret1"), right)
        for email, secret in (("c1@example.com", "secret2"), ("c1@example.com", ""), ("x@example.com", "secret1"),
                              ("", "secret1"), ("c1@example.com", "x" * 1000)):
            self.assertEqual(self.attempt(email, secret), NOBODY)
        self.ok(self.api.put("/customers", [{"id": made["id"], **password("päss wörd 9")}]))
        self.assertEqual(self.attempt("c1@example.com", "secret1"), NOBODY)
        self.restart()
        self.assertEqual(self.attempt("c1@example.com", "päss wörd 9"), right)
        for hidden in ("secret1", "wörd 9", "argon2"):
            self.assertNotIn(hidden, self.server.logs())
            self.assertNotIn(hidden, self.api.get("/customers").text)

    def test_it_is_stored_as_argon2id(self):  # CU-32
        if not self.server.database.url.startswith("sqlite:"):
            self.skipTest("looks into the file")
        self.make_customer(1, **password("secret1"))
        with sqlite3.connect(self.server.database.url.removeprefix("sqlite:")) as database:
            rows = database.execute("SELECT hash FROM customer_password").fetchall()
        for (text,) in rows:
            self.assertTrue(text.startswith("$argon2id$v=19$m=19456,t=2,p=1$"), text)
        self.assertTrue(rows)

    def test_rules_of_passwords(self):  # CU-13
        self.make_customer(1)
        for bad in ("abcde1", "a1" * 36 + "b", "abcdefg", "1234567", 5, "abcdef1\u0000"):
            for answer in (self.api.post("/customers", [customer(2, **password(bad))]),
                           self.api.put("/customers", [{"id": 1, **password(bad)}])):
                errors = self.assert_status(answer, 422).json()["errors"]
                self.assertEqual(list(errors), ["0.authentication.new_password"], bad)
        for number, good in enumerate(("abcdef1", "a1" * 36, "ééééé1é"), start=3):
            self.make_customer(number, **password(good))
            self.assertTrue(self.attempt(f"c{number}@example.com", good)["is_valid"])
        self.assertEqual(self.attempt("c1@example.com", ""), NOBODY)  # has no password at all

    def test_missing_and_wrong_members(self):  # CU-170
        self.assert_error(self.api.post(URL, {}), 422, "JSON data is missing or invalid",
                          {"email": "error.path.missing", "password": "error.path.missing"})
        for member, wrong in (("email", 5), ("password", None), ("password", "x" * 1001), ("channel_id", "x"),
                              ("channel_id", 0)):
            answer = self.api.post(URL, {"email": "a@b.co", "password": "x", member: wrong})
            self.assertEqual(list(self.assert_status(answer, 422).json()["errors"]), [member])
        self.assert_bad_input(self.api.post(URL, []))
        reader, _ = self.new_app("store_v2_customers_read_only")
        self.assert_status(reader.post(URL, {"email": "a@b.co", "password": "x"}), 403)

    def test_channels(self):  # CU-171, CU-151
        everywhere = self.make_customer(1, **password("secret1"))["id"]
        two = self.make_customer(2, channel_ids=[2], **password("secret2"))["id"]
        self.assertEqual(self.attempt("c1@example.com", "secret1", channel_id=1)["customer_id"], everywhere)
        self.assertEqual(self.attempt("c1@example.com", "secret1", channel_id=2), NOBODY)
        self.assertEqual(self.attempt("c2@example.com", "secret2"), NOBODY)  # channel 1 when none is named
        self.assertEqual(self.attempt("c2@example.com", "secret2", channel_id=2)["customer_id"], two)
        for channel, allowed in ((2, True), (1, False)):
            self.ok(self.api.put(f"/customers/settings/channels/{channel}", {"allow_global_logins": allowed}))
        self.assertEqual(self.attempt("c1@example.com", "secret1", channel_id=2)["customer_id"], everywhere)
        self.assertEqual(self.attempt("c1@example.com", "secret1", channel_id=1), NOBODY)

    def test_the_same_email_on_two_channels(self):  # CU-30, CU-171
        one = self.make_customer(1, channel_ids=[1], **password("secret1"))["id"]
        two = self.make_customer(1, channel_ids=[2], **password("secret2"))["id"]
        self.assertEqual(self.attempt("c1@example.com", "secret1", channel_id=1)["customer_id"], one)
        self.assertEqual(self.attempt("c1@example.com", "secret2", channel_id=2)["customer_id"], two)
        self.assertEqual(self.attempt("c1@example.com", "secret2", channel_id=1), NOBODY)

    def test_a_deleted_customer_logs_in_no_more(self):  # CU-44
        one = self.make_customer(1, **password("secret1"))["id"]
        self.assert_status(self.api.delete("/customers", query=f"id:in={one}"), 204)
        self.assertEqual(self.attempt("c1@example.com", "secret1"), NOBODY)
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_who_exists_does_not_show_in_the_cost(self):  # CU-173: a hash is computed either way
        self.make_customer(1, **password("secret1"))
        self.make_customer(2)
        costs = {}
        for email in ("c1@example.com", "c2@example.com", "nobody@example.com") * 7:
            before = self.server.cpu_seconds()
            self.attempt(email, "wrong-1")
            costs.setdefault(email, []).append(self.server.cpu_seconds() - before)
        known, *others = (statistics.median(times) for times in costs.values())
        for other in others:  # without a hash the ratio is some 30
            self.assertLess(max(known, other) / min(known, other), 4)


class Floods(ServerCase):
    def test_attempts_are_limited_per_email_and_store(self):  # CU-172, HTTP-162
        answers = [self.api.post(URL, {"email": email, "password": "x"})
                   for email in ["a@b.co", "A@b.co"] * 5 + ["a@B.co"]]
        self.assertEqual([answer.status for answer in answers], [200] * 10 + [429])
        self.assert_error(answers[-1], 429, "Too many requests")
        self.assertLessEqual(1, int(answers[-1].headers["X-Retry-After"]))
        self.assertLessEqual(int(answers[-1].headers["X-Retry-After"]), 60)
        self.ok(self.api.post(URL, {"email": "b@b.co", "password": "x"}))
        other, _ = self.new_app(store=self.server.create_store())
        self.ok(other.post(URL, {"email": "a@b.co", "password": "x"}))

    def test_the_limit_of_a_store(self):  # CU-172
        self.server.options += ["--login-limit-per-store", "3/60s"]
        self.addCleanup(self.restart)
        self.addCleanup(lambda: [self.server.options.pop() for _ in range(2)])
        self.restart()
        statuses = [self.api.post(URL, {"email": f"{n}@b.co", "password": "x"}).status for n in range(5)]
        self.assertEqual(statuses, [200] * 3 + [429] * 2)

    def test_setting_a_password_counts_as_a_log_in(self):  # CU-172
        self.server.options += ["--login-limit-per-store", "4/60s"]
        self.addCleanup(self.restart)
        self.addCleanup(lambda: [self.server.options.pop() for _ in range(2)])
        self.restart()
        self.ok(self.api.post("/customers", [customer(n, **password("secret1")) for n in range(1, 4)]))
        self.ok(self.api.put("/customers", [{"id": 1, **password("secret2")}]))
        refused = self.api.post("/customers", [customer(5), customer(6, **password("secret1"))])
        self.assert_error(refused, 429, "Too many requests")
        self.assertLessEqual(1, int(refused.headers["X-Retry-After"]))
        self.assert_status(self.api.post(URL, {"email": "c1@example.com", "password": "secret2"}), 429)
        self.make_customer(7)  # without a password nothing is limited
        self.assertEqual(len(self.ok(self.api.get("/customers")).data), 4)  # all or nothing
        other, _ = self.new_app(store=self.server.create_store())
        self.ok(other.post("/customers", [customer(1, **password("secret1"))]))

    def test_reads_go_on_beside_a_flood_of_log_ins(self):  # CU-172: hashing is off the I/O threads
        made = self.make_customer(1)
        stop = threading.Event()
        statuses = []

        def flood(number, api):
            count = 0
            while not stop.is_set() and count < 40:
                count += 1
                statuses.append(api.post(URL, {"email": f"{number}-{count}@b.co", "password": "x"}).status)

        threads = [threading.Thread(target=flood, args=(n, self.new_app()[0])) for n in range(6)]
        for thread in threads:
            thread.start()
        try:
            reads = 0
            while reads < 200 or (not statuses and any(thread.is_alive() for thread in threads)):
                self.assertEqual(self.ok(self.api.get("/customers")).data, [made])
                reads += 1
        finally:
            stop.set()
            for thread in threads:
                thread.join(60)
        self.assertLessEqual(set(statuses), {200, 429})
        self.assertIn(200, statuses)


if __name__ == "__main__":
    unittest.main()
