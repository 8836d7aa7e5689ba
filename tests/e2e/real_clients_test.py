"""The first day of an app on published clients from npm, unchanged, over TLS through the local authority: installed,
loaded, at work, told of changes, uninstalled (apps.md, and what webhooks.md and http.md say to such clients)."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import unittest

from support.real_clients import NodeApp
from support.server import Server, binary

SCOPES = "store_v2_customers,store_v2_orders,store_v2_default"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        return unused.getsockname()[1]


class RealClients(unittest.TestCase):
    limits = ()
    auth = "older"

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="fieldstone-clients-")
        self.addCleanup(shutil.rmtree, self.folder)
        made = subprocess.run([binary(), "dev-cert", "--dir", self.folder], capture_output=True, text=True, timeout=30,
                              check=False)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.server = Server(["--tls-cert", self.path("cert.pem"), "--tls-key", self.path("key.pem"),
                              "--allow-private-destinations", *self.limits]).start()
        self.addCleanup(self.server.close)
        self.store = self.server.create_store()
        port = free_port()
        at = f"http://127.0.0.1:{port}"
        self.account = json.loads(self.server.cli_ok(
            "app", "create", "--name", "First day", "--scopes", SCOPES, "--auth-url", f"{at}/auth", "--load-url",
            f"{at}/load", "--uninstall-url", f"{at}/uninstall", "--remove-user-url", f"{at}/remove_user"))
        self.app = NodeApp(self.folder)
        self.addCleanup(self.app.close)
        self.app.start(self.server, self.path("ca.pem"), self.account, port, self.auth)

    def path(self, name):
        return os.path.join(self.folder, name)

    def panel(self, call, *more):
        """What the control panel's part says; it must be content."""
        result = self.server.cli("app", call, "--store", self.store, "--app", "First day", *more)
        self.assertEqual(result.returncode, 0, f"{result.stdout}{result.stderr}{self.app.log()}")
        return json.loads(result.stdout)


class FirstDay(RealClients):
    def test_it_goes_through(self):  # APP-10, APP-11, APP-20 … APP-24, WH-18, WH-44, WH-86
        self.assertEqual(self.panel("install")["status"], 200)
        installed = self.app.do("seen")["installed"]
        self.assertEqual(installed["context"], f"stores/{self.store}")

        self.panel("load", "--url", "/orders/7", "--channel-id", "3")
        claims = self.app.do("seen")["loads"][0]
        self.assertEqual((claims["url"], claims["channel_id"], claims["sub"]), ("/orders/7", 3, f"stores/{self.store}"))

        self.assertEqual(self.app.do("hook", scope="store/order/created")["scope"], "store/order/created")
        self.app.do("hook", scope="store/customer/metafield/*")
        self.app.do("hook", scope="store/app/uninstalled")

        self.assertEqual(self.app.do("create", count=1000), 1000)
        self.assertEqual(self.app.do("page"), {"typed": 1000, "dates": True, "listed": 1000})

        for value in ("silver", "gold"):
            self.app.do("upsert", customer=1, value=value)
        told = self.app.when(lambda seen: len(seen["hooks"]) >= 2, "hooks of the metafield")["hooks"]
        self.assertEqual([one["scope"] for one in told],
                         ["store/customer/metafield/created", "store/customer/metafield/updated"])
        self.server.cli_ok("hooks", "send", "--store", self.store, "--scope", "store/order/created")
        self.app.when(lambda seen: seen["hooks"][-1]["scope"] == "store/order/created", "the event that was sent by hand")

        self.server.cli_ok("user", "add", "--store", self.store, "--email", "clerk@example.com")
        self.panel("remove-user", "--user", "clerk@example.com")
        self.assertEqual(self.app.do("seen")["removed"][0]["user"]["email"], "clerk@example.com")

        self.panel("uninstall")
        ended = self.app.when(lambda seen: seen["hooks"][-1]["scope"] == "store/app/uninstalled", "the last hook")
        self.assertEqual(ended["uninstalled"]["owner"]["email"], f"owner@{self.store}.example")
        self.assertEqual(self.app.do("refused")["code"], 401)


class AnOrder(RealClients):
    def test_from_its_beginning_to_its_refund(self):  # ORD-72, ORD-84
        self.panel("install")
        self.app.do("hook", scope="store/order/statusUpdated")
        for number, client in ((100, "older"), (101, "typed")):
            with self.subTest(client):
                went = self.app.do(f"order_of_{client}")
                self.assertEqual(went, {"steps": ["Pending", "Shipped", "Refunded"], "refunded": 24})
                seen = self.app.when(lambda seen, count=2 * (number - 99): len(seen["hooks"]) >= count, "two hooks of the order")
                steps = [one["data"]["status"] for one in seen["hooks"] if one["data"]["id"] == number]
                self.assertEqual(steps, [{"previous_status_id": 1, "new_status_id": 2},
                                         {"previous_status_id": 2, "new_status_id": 4}])


class VendorsOwnClient(RealClients):
    auth = "vendors"

    def test_it_installs_and_loads(self):  # APP-10, APP-22
        self.panel("install")
        self.panel("load")
        self.assertEqual(self.app.do("seen")["loads"][0]["aud"], self.account["client_id"])


class Limited(RealClients):
    limits = ("--rate-limit", "8/2s")

    def test_a_client_outlives_429(self):  # HTTP-162
        self.panel("install")
        self.assertEqual(self.app.do("burst", count=20), 20)
        refused = self.app.do("refused")
        self.assertGreaterEqual(refused["retryAfter"], 1)


if __name__ == "__main__":
    unittest.main()
