"""Apps: registration, exchange of codes for tokens, callbacks, users (apps.md)."""

import base64
import hashlib
import hmac
import http.client
import json
import threading
import time
import unittest
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support.api import Api
from support.cases import ServerCase
from support.receiver import Receiver
from support.server import Server, wait_until

SCOPES = "store_v2_customers,store_v2_orders"


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class SampleApp:
    """Answers callbacks as `script(path, query)` says: (status, body, headers). Records what it was asked."""

    def __init__(self, script=None):
        self.calls = []
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802: the name that BaseHTTPRequestHandler asks for
                path, _, query = self.path.partition("?")
                query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
                app.calls.append((path, query, dict(self.headers)))
                status, body, headers = (script or (lambda *_: (200, "<h1>seen</h1>", {})))(path, query)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class AppCase(ServerCase):
    options = ("--allow-private-destinations",)

    def setUp(self):
        super().setUp()
        self.sample = SampleApp(self.script)
        self.addCleanup(self.sample.close)
        self.app = self.register(f"App of {self.store}")

    def script(self, path, query):
        """A good app, unless a test says otherwise: exchanges its code, shows something."""
        if path == "/auth":
            self.installed = self.exchange(self.server, query)
        return 200, "<h1>seen</h1>", {}

    def register(self, name, *more, addresses=("uninstall", "remove-user")):
        urls = [part for one in addresses for part in (f"--{one}-url", f"{self.sample.url}/{one}")]
        return json.loads(self.server.cli_ok("app", "create", "--name", name, "--scopes", SCOPES, "--auth-url",
                                             f"{self.sample.url}/auth", "--load-url", f"{self.sample.url}/load", *urls,
                                             *more))

    def body(self, query, **changes):
        body = {"client_id": self.app["client_id"], "client_secret": self.app["client_secret"], "code": query["code"],
                "scope": query["scope"], "context": query["context"], "grant_type": "authorization_code",
                "redirect_uri": f"{self.sample.url}/auth", **changes}
        return {name: value for name, value in body.items() if value is not None}

    @staticmethod
    def send(server, body, kind="application/json", method="POST", path="/oauth2/token"):
        connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
        try:
            connection.request(method, path, body, {"Content-Type": kind} if kind else {})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read().decode()
        finally:
            connection.close()

    def exchange(self, server, query, **changes):
        status, headers, text = self.send(server, json.dumps(self.body(query, **changes)))
        return status, headers, json.loads(text)

    def panel(self, call, *more, store=None, app=None):
        """(exit code, what it says) of the control panel's part."""
        result = self.server.cli("app", call, "--store", store or self.store, "--app", (app or self.app)["client_id"], *more)
        self.assertTrue(result.stdout, result.stderr)
        return result.returncode, json.loads(result.stdout)

    def link(self, call, *more):
        """The query of the link that --print-url gives."""
        text = self.server.cli_ok("app", call, "--store", self.store, "--app", self.app["name"], "--print-url", *more)
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(text.strip()).query))

    def install(self):
        self.assertEqual(self.panel("install")[0], 0)
        status, _, grant = self.installed
        self.assertEqual(status, 200, grant)
        return grant

    def client(self, token):
        api = Api(self.server, self.store, token)
        self.addCleanup(api.close)
        return api


class Registration(AppCase):
    def test_an_app_is_kept_and_its_secret_shown_once(self):  # APP-1, APP-2, APP-5
        self.assertRegex(self.app["account_uuid"], r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        self.assertEqual(self.app["scopes"], sorted(SCOPES.split(",")))
        shown = json.loads(self.server.cli_ok("app", "show", "--app", self.app["name"]))
        self.assertEqual(shown["installed_in"], [])
        self.assertEqual({**shown, "client_secret": self.app["client_secret"]}, {**self.app, "installed_in": []})
        listed = self.server.cli_ok("app", "list")
        self.assertIn(self.app["client_id"], listed)
        self.assertNotIn(self.app["client_secret"], listed)

    def test_what_is_refused(self):  # APP-1, APP-2
        create = ("app", "create", "--name", "x", "--auth-url", "http://a.example/auth", "--load-url",
                  "http://a.example/load", "--scopes")
        for arguments in (("store_v2_ponies",), (SCOPES, "--uninstall-url", "ftp://a.example/"), (SCOPES, "--client-id", "a b"),
                          (SCOPES, "--client-id", self.app["client_id"])):
            result = self.server.cli(*create, *arguments)
            self.assertEqual((result.returncode, result.stdout), (1, ""), arguments)
        self.assertEqual(self.server.cli("app", "show", "--app", "nobody").returncode, 1)
        self.register(self.app["name"])
        self.assertIn("several apps", self.server.cli("app", "show", "--app", self.app["name"]).stderr)

    def test_an_installed_app_is_not_deleted(self):  # APP-3
        self.install()
        delete = ("app", "delete", "--app", self.app["client_id"])
        self.assertIn(f"installed in store {self.store}", self.server.cli(*delete).stderr)
        self.panel("uninstall")
        self.server.cli_ok(*delete)
        self.assertEqual(self.server.cli(*delete).returncode, 1)


class Exchange(AppCase):
    def test_a_code_becomes_a_token(self):  # APP-4, APP-10, APP-11, APP-21
        code, told = self.panel("install")
        self.assertEqual((code, told["call"], told["status"], told["problems"]), (0, "install", 200, []))
        path, query, _ = self.sample.calls[0]
        self.assertEqual((path, sorted(query)), ("/auth", ["account_uuid", "code", "context", "scope"]))
        status, headers, grant = self.installed
        self.assertEqual((status, headers["Cache-Control"]), (200, "no-store"))
        self.assertEqual(list(grant), ["access_token", "scope", "user", "owner", "context", "account_uuid"])
        owner = {"id": grant["owner"]["id"], "username": f"owner@{self.store}.example",  # APP-31
                 "email": f"owner@{self.store}.example"}
        self.assertEqual((grant["owner"], grant["user"]), (owner, owner))
        self.assertEqual((grant["context"], grant["scope"], grant["account_uuid"]),
                         (f"stores/{self.store}", "store_v2_customers store_v2_orders", self.app["account_uuid"]))
        api = self.client(grant["access_token"])
        self.ok(api.get("/customers"))
        self.assert_status(api.get("/catalog/products/metafields"), 403)
        accounts = [json.loads(line) for line in self.server.cli_ok("account", "list", "--store", self.store).splitlines()]
        self.assertIn(self.app["client_id"], [account["client_id"] for account in accounts])
        shown = json.loads(self.server.cli_ok("app", "show", "--app", self.app["client_id"]))
        self.assertEqual(shown["installed_in"], [self.store])

    def test_forms_and_a_slash(self):  # APP-10
        body = urllib.parse.urlencode(self.body(self.link("install")))
        kind = "application/x-www-form-urlencoded; charset=utf-8"
        status, _, text = self.send(self.server, body, kind, path="/oauth2/token/")
        self.assertEqual(status, 200, text)
        self.ok(self.client(json.loads(text)["access_token"]).get("/customers"))

    def test_another_user_installs(self):  # APP-11, APP-30
        self.server.cli_ok("user", "add", "--store", self.store, "--email", "Clerk@Example.com")
        self.panel("install", "--user", "clerk@example.com")
        grant = self.installed[2]
        self.assertEqual((grant["user"]["email"], grant["owner"]["email"]),
                         ("clerk@example.com", f"owner@{self.store}.example"))
        self.assertEqual(self.server.cli("app", "install", "--store", self.store, "--app", self.app["client_id"], "--user",
                                         "stranger@example.com").returncode, 1)

    def test_what_is_refused(self):  # APP-12, APP-14
        query = self.link("install")
        other = self.register("other")
        foreign = self.server.create_store()
        for changes, status, word in (
                ({"client_id": "nobody"}, 401, "invalid_client"), ({"client_secret": "wrong"}, 401, "invalid_client"),
                ({"client_secret": None}, 400, "invalid_request"), ({"code": None}, 400, "invalid_request"),
                ({"scope": 7}, 400, "invalid_request"), ({"redirect_uri": ""}, 400, "invalid_request"),
                ({"context": self.store}, 400, "invalid_request"), ({"code": "a\0b"}, 400, "invalid_request"),
                ({"grant_type": "refresh_token"}, 400, "unsupported_grant_type"),
                ({"code": "wrong"}, 400, "invalid_grant"), ({"context": "stores/nowhere"}, 400, "invalid_grant"),
                ({"context": f"stores/{foreign}"}, 400, "invalid_grant"),
                ({"redirect_uri": f"{self.sample.url}/auth/"}, 400, "invalid_grant"),
                ({"client_id": other["client_id"], "client_secret": other["client_secret"]}, 400, "invalid_grant"),
                ({"scope": "store_v2_customers"}, 400, "invalid_scope")):
            got, headers, body = self.exchange(self.server, query, **changes)
            self.assertEqual((got, body["error"]), (status, word), changes)
            self.assertEqual((list(body), headers["Cache-Control"]), (["error", "error_description"], "no-store"))
        for body, kind in (("{", "application/json"), ("[]", "application/json"), ("a=%zz", "application/x-www-form-urlencoded"),
                           (json.dumps(self.body(query)), "text/plain"), ("", None)):
            status, _, text = self.send(self.server, body, kind)
            self.assertEqual((status, json.loads(text)["error"]), (400, "invalid_request"), body)
        self.assertEqual(self.send(self.server, "x" * 20000)[0], 413)
        status, headers, _ = self.send(self.server, None, method="GET")
        self.assertEqual((status, headers["Allow"]), (405, "POST"))
        # Nothing of that used the code up; scopes may come in another order.
        self.assertEqual(self.exchange(self.server, query, scope="store_v2_orders store_v2_customers")[0], 200)
        got, _, body = self.exchange(self.server, query)
        self.assertEqual((got, body["error"]), (400, "invalid_grant"))
        self.assertIn("already", body["error_description"])

    def test_one_of_many_at_once_gets_the_token(self):  # APP-12, APP-13
        query = self.link("install")
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.exchange(self.server, query))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(status for status, _, _ in answers), [200] + [400] * 7)

    def test_a_code_expires(self):  # APP-12
        query = self.link("install")
        later = str(int((time.time() + 601) * 1000))
        with Server(["--fixed-time-ms", later], database=self.server.database) as server:
            status, _, body = self.exchange(server, query)
        self.assertEqual((status, body["error_description"]), (400, "the code has expired"))

    def test_codes_and_tokens_survive_a_kill(self):  # APP-13
        query = self.link("install")
        self.server.kill()
        self.server.start()
        status, _, grant = self.exchange(self.server, query)
        self.assertEqual(status, 200, grant)
        self.server.kill()
        self.server.start()
        self.ok(self.client(grant["access_token"]).get("/customers"))
        self.assertEqual(self.exchange(self.server, query)[0], 400)

    def test_a_new_installation_ends_the_token_before_it(self):  # APP-13
        first = self.client(self.install()["access_token"])
        hook = self.ok(first.post("/hooks", {"scope": "store/customer/*", "destination": f"{self.sample.url}/h"})).data
        second = self.client(self.install()["access_token"])
        self.assertEqual(self.ok(second.get(f"/hooks/{hook['id']}")).data, hook)
        wait_until(lambda: first.get("/customers").status == 401, "the end of the earlier token", 10)


class Callbacks(AppCase):
    def check_signed(self, query, user, **claims):
        head, body, signature = query["signed_payload_jwt"].split(".")
        secret = self.app["client_secret"].encode()
        self.assertEqual(json.loads(unpadded(head)), {"typ": "JWT", "alg": "HS256"})
        expected = hmac.new(secret, f"{head}.{body}".encode(), hashlib.sha256).digest()
        self.assertEqual(unpadded(signature), expected)
        said = json.loads(unpadded(body))
        self.assertEqual(list(said), ["aud", "iss", "iat", "nbf", "exp", "jti", "sub", "user", "owner", "url", "channel_id"])
        self.assertEqual((said["aud"], said["iss"], said["sub"]), (self.app["client_id"], "bc", f"stores/{self.store}"))
        self.assertLess(abs(said["iat"] - time.time()), 60)
        self.assertEqual((said["nbf"], said["exp"]), (said["iat"], said["iat"] + 86400))
        self.assertEqual((said["user"]["email"], said["user"]["locale"]), (user, "en-US"))
        self.assertEqual({name: said[name] for name in claims}, claims)
        payload, mac = query["signed_payload"].split(".")  # APP-23
        text = base64.b64decode(payload, validate=True)
        self.assertEqual(base64.b64decode(mac, validate=True).decode(), hmac.new(secret, text, hashlib.sha256).hexdigest())
        older = json.loads(text)
        self.assertEqual((older["context"], older["store_hash"], older["user"]["id"], older["owner"]["id"]),
                         (f"stores/{self.store}", self.store, said["user"]["id"], said["owner"]["id"]))
        return said

    def test_load(self):  # APP-20, APP-22, APP-23
        owner = f"owner@{self.store}.example"
        refused = self.server.cli("app", "load", "--store", self.store, "--app", self.app["client_id"])
        self.assertIn("not installed", refused.stderr)
        self.install()
        code, told = self.panel("load")
        self.assertEqual((code, told["status"], told["redirect"], told["problems"]), (0, 200, None, []))
        path, query, _ = self.sample.calls[-1]
        self.assertEqual(path, "/load")
        first = self.check_signed(query, owner, url="/", channel_id=None)
        second = self.check_signed(self.link("load", "--url", "/a?b=c", "--channel-id", "2"), owner, url="/a?b=c",
                                   channel_id=2)
        self.assertNotEqual(first["jti"], second["jti"])
        self.assertEqual(len(self.sample.calls), 2)  # --print-url calls nobody (APP-26)
        self.assertEqual(self.server.cli("app", "load", "--store", self.store, "--app", self.app["client_id"], "--url",
                                         "orders").returncode, 1)

    def test_what_a_bad_app_is_told(self):  # APP-25
        with SampleClosed() as nobody:
            lost = self.register("lost", "--client-id", f"lost{self.store}")
            self.assertTrue(lost)
            gone = json.loads(self.server.cli_ok("app", "create", "--name", "gone", "--scopes", SCOPES, "--auth-url", nobody,
                                                 "--load-url", nobody))
            code, told = self.panel("install", app=gone)
            self.assertEqual((code, told["status"]), (1, None))
            self.assertIn("no connection", told["problems"][0])
        answers = {}
        self.sample.close()
        self.sample = SampleApp(lambda path, query: answers[path])
        self.addCleanup(self.sample.close)
        bad = self.register("bad")
        for answer, redirect, words in (
                ((500, "broken", {}), None, "the app answered 500"), ((302, "", {}), None, "without a Location"),
                ((302, "", {"Location": "https://app.example.com/"}), "https://app.example.com/", "did not exchange"),
                ((200, "", {}), None, "no body"), ((200, "<h1>", {}), None, "did not exchange")):
            answers["/auth"] = answer
            code, told = self.panel("install", app=bad)
            self.assertEqual((code, told["status"], told["redirect"]), (1, answer[0], redirect))
            self.assertIn(words, " ".join(told["problems"]))

    def test_uninstall(self):  # APP-24
        grant = self.install()
        api = self.client(grant["access_token"])
        receiver = Receiver()
        self.addCleanup(receiver.close)
        for scope in ("store/app/uninstalled", "store/customer/*"):
            self.ok(api.post("/hooks", {"scope": scope, "destination": receiver.url}))
        bystander, _ = self.new_app()
        elsewhere = Receiver()
        self.addCleanup(elsewhere.close)
        self.ok(bystander.post("/hooks", {"scope": "store/app/uninstalled", "destination": elsewhere.url}))
        code, told = self.panel("uninstall")
        self.assertEqual((code, told["status"]), (0, 200))
        path, query, _ = self.sample.calls[-1]
        self.assertEqual(path, "/uninstall")
        self.check_signed(query, f"owner@{self.store}.example", url="/")
        wait_until(lambda: api.get("/customers").status == 401, "the end of the token", 10)
        delivery = receiver.wait_for(1)[0]
        self.assertEqual((delivery.payload["scope"], delivery.payload["data"]), ("store/app/uninstalled", {"type": "store"}))
        delivery.verify(self.app["client_secret"])
        left = [json.loads(line)["scope"] for line in
                self.server.cli_ok("hooks", "list", "--store", self.store).splitlines()]
        self.assertEqual(left, ["store/app/uninstalled"] * 2)
        self.assertEqual(elsewhere.all(), [])
        self.server.cli_ok("check")
        self.assertIn("not installed", self.server.cli("app", "uninstall", "--store", self.store, "--app",
                                                       self.app["client_id"]).stderr)
        again = self.client(self.install()["access_token"])
        self.assertEqual(self.ok(again.get("/hooks")).data, [])

    def test_an_app_without_an_address_is_uninstalled_all_the_same(self):  # APP-24
        self.app = self.register("quiet", addresses=())
        api = self.client(self.install()["access_token"])
        code, told = self.panel("uninstall")
        self.assertEqual((code, told["url"], told["status"]), (0, "", None))
        wait_until(lambda: api.get("/customers").status == 401, "the end of the token", 10)

    def test_a_user_loses_the_app(self):  # APP-20, APP-30
        self.install()
        self.server.cli_ok("user", "add", "--store", self.store, "--email", "clerk@example.com")
        code, _ = self.panel("remove-user", "--user", "clerk@example.com")
        path, query, _ = self.sample.calls[-1]
        self.assertEqual((code, path), (0, "/remove-user"))
        self.check_signed(query, "clerk@example.com")
        owner = self.server.cli("app", "remove-user", "--store", self.store, "--app", self.app["client_id"], "--user",
                                f"owner@{self.store}.example")
        self.assertEqual(owner.returncode, 1)


class SampleClosed:
    """An address where nobody listens."""

    def __enter__(self):
        app = SampleApp()
        app.close()
        return app.url

    def __exit__(self, *_):
        pass


class Users(AppCase):
    def test_owner_and_others(self):  # APP-30
        user = ("user", "add", "--store", self.store, "--email")
        owner = json.loads(self.server.cli_ok(*user, "Owner@Example.com", "--owner"))
        self.assertEqual((owner["email"], owner["owner"]), ("owner@example.com", True))
        other = json.loads(self.server.cli_ok(*user, "clerk@example.com"))
        self.assertGreater(other["id"], owner["id"])
        for bad in (("second@example.com", "--owner"), ("CLERK@example.com",), ("nobody",)):
            self.assertEqual(self.server.cli(*user, *bad).returncode, 1, bad)
        listed = [json.loads(line) for line in self.server.cli_ok("user", "list", "--store", self.store).splitlines()]
        self.assertEqual(listed, [owner, other])
        remove = ("user", "remove", "--store", self.store, "--email")
        self.assertEqual(self.server.cli(*remove, "owner@example.com").returncode, 1)
        self.server.cli_ok(*remove, "Clerk@example.com")
        self.assertEqual(self.server.cli(*remove, "clerk@example.com").returncode, 1)
        self.assertEqual(self.install()["owner"]["email"], "owner@example.com")


if __name__ == "__main__":
    unittest.main()
