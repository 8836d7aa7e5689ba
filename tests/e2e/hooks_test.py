"""Hooks and what is written for them (webhooks.md §1, §2, §4). Deliveries go to a domain that does not exist, so what
waits stays where it can be looked at."""

import json
import os
import stat
import time
import unittest

from support.cases import ServerCase, customer, field
from support.server import CUSTOMERS, FULL_ACCESS

URL = "https://hooks.invalid/a"
EVERYTHING = f"{CUSTOMERS},store_v2_products,store_v2_information"
HOOK_MEMBERS = ["id", "client_id", "store_hash", "scope", "destination", "headers", "is_active", "created_at",
                "updated_at"]


class HookCase(ServerCase):
    scopes = EVERYTHING

    def hook(self, scope="store/customer/*", destination=URL, api=None, **more):
        return self.ok((api or self.api).post("/hooks", {"scope": scope, "destination": destination, **more})).data

    def rows(self, sql):
        return self.server.database.rows(sql)

    def events(self, hook):
        """[(scope, data)] of what waits for a hook, oldest first."""
        return [(scope, json.loads(data)) for scope, data in self.rows(
            "SELECT o.scope, o.data FROM outbox o JOIN store s ON s.store_id = o.store_id"
            f" WHERE s.store_hash = '{self.store}' AND o.hook_id = {hook['id']} ORDER BY o.event_id")]

    def names(self, hook):
        return [scope for scope, _ in self.events(hook)]


class Management(HookCase):
    def test_a_hook_is_kept(self):  # WH-1 … WH-5, WH-10, WH-12, WH-24
        before = int(time.time())
        made = self.hook(headers={"X-Custom": "value"})
        self.assertEqual(list(made), HOOK_MEMBERS)
        self.assertEqual((made["client_id"], made["store_hash"]), (self.account.client_id, self.store))
        self.assertEqual((made["headers"], made["is_active"]), ({"X-Custom": "value"}, True))
        self.assertGreaterEqual(made["created_at"], before)
        self.assertEqual(made["updated_at"], made["created_at"])
        answer = self.ok(self.api.get(f"/hooks/{made['id']}"))
        self.assertEqual(answer.json(), {"data": made, "meta": {}})
        self.restart()
        self.assertEqual(self.ok(self.api.get(f"/hooks/{made['id']}")).data, made)
        self.assertIsNone(self.hook(destination=URL + "b")["headers"])

    def test_what_is_refused(self):  # WH-1 … WH-4, WH-21
        for body, names in (({}, ["scope", "destination"]), ({"scope": "store/customer/*"}, ["destination"]),
                            ({"scope": "store/nothing", "destination": URL}, ["scope"]),
                            ({"scope": "store/customer/*", "destination": "http://hooks.invalid/"}, ["destination"]),
                            ({"scope": "store/customer/*", "destination": "https://hooks.invalid:8443/"}, ["destination"]),
                            *(({"scope": "store/customer/*", "destination": f"https://{host}/"}, ["destination"]) for host in
                              ("127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "localhost", "localhost.", "A.localhost.",
                               "10.1.2.3", "192.168.0.1", "169.254.169.254", "[::1]", "[fd00::1]", "[::ffff:10.0.0.1]")),  # WH-49
                            ({"scope": "store/customer/*", "destination": URL, "is_active": "yes"}, ["is_active"]),
                            ({"scope": "store/customer/*", "destination": URL, "headers": {"a": 1}}, ["headers"]),
                            ({"scope": "store/customer/*", "destination": URL, "headers": {"User-Agent": "x"}},
                             ["headers"]),
                            ({"scope": "store/customer/*", "destination": URL, "headers": {"a": "b\r\nc: d"}},
                             ["headers"])):
            self.assertEqual(list(self.assert_status(self.api.post("/hooks", body), 422).json()["errors"]), names, body)
        self.assert_error(self.api.post("/hooks", {"scope": "store/customer/*"}), 422, "JSON data is missing or invalid",
                          {"destination": "error.path.missing"})
        self.assert_status(self.api.post("/hooks", []), 400)
        self.assertEqual(self.ok(self.api.get("/hooks")).data, [])

    def test_every_published_name_is_accepted(self):  # WH-1, WH-76, WH-77, WH-78
        names = [json.loads(line) for line in self.server.run("hooks", "names").stdout.splitlines()]
        self.assertGreater(len(names), 170)
        for number, name in enumerate(names):
            scope = name["scope"].replace("{id}", "7")
            self.assertEqual(self.hook(scope, f"{URL}{number}")["scope"], scope)
        for number, scope in enumerate(("store/order/*", "store/cart/*", "store/channel/7/settings/*")):
            self.hook(scope, f"{URL}w{number}")
        for scope in ("store/order/deleted", "store/channel/7/pony/created", "store/channel/0/order/created",
                      "store/channel/7/pony/*", "store/*", "store/channel/{id}/order/created"):
            answer = self.api.post("/hooks", {"scope": scope, "destination": URL})
            self.assert_error(answer, 422, "JSON data is missing or invalid",
                              {"scope": "scope must be a known webhook event"})

    def test_headers_have_no_limits_of_a_receiver(self):  # WH-3, WH-85
        many = {f"X-{'n' * 80}-{number}": "v" for number in range(70)}
        self.assertEqual(self.hook(headers=many)["headers"], many)
        self.hook("store/order/created", headers={"X-Long": "v" * 9000})
        self.assert_status(self.api.post("/hooks", {"scope": "store/order/updated", "destination": URL,
                                                    "headers": {"X": "v" * 65536}}), 422)

    def test_the_older_face(self):  # WH-18
        made = self.assert_status(self.api.post("/hooks", {"scope": "store/order/*", "destination": URL},
                                                version="v2"), 201).json()
        self.assertEqual(list(made), HOOK_MEMBERS)
        item = f"/hooks/{made['id']}"
        self.assertEqual(self.ok(self.api.get("/hooks", version="v2")).json(), [made])
        self.assertEqual(self.ok(self.api.get(item)).data, made)  # one hook, two faces
        off = self.ok(self.api.put(item, {"is_active": False}, version="v2")).json()
        self.assertFalse(off["is_active"])
        self.assertEqual(self.ok(self.api.get(item, version="v2")).json(), off)
        self.assertEqual(self.ok(self.api.delete(item, version="v2")).json(), off)
        self.assert_status(self.api.get(item, version="v2"), 404)
        self.assert_status(self.api.post("/hooks", {"scope": "store/order/*"}, version="v2"), 400)

    def test_update_and_delete(self):  # WH-13, WH-14, WH-20, WH-26
        made = self.hook(headers={"A": "1", "B": "2"})
        url = f"/hooks/{made['id']}"
        self.assert_status(self.api.put(url, {}), 422)
        self.assertEqual(self.ok(self.api.put(url, {"headers": {"C": "3"}})).data["headers"], {"C": "3"})
        self.assertIsNone(self.ok(self.api.put(url, {"headers": None})).data["headers"])
        off = self.ok(self.api.put(url, {"is_active": False})).data
        self.assertFalse(off["is_active"])
        self.assertTrue(self.ok(self.api.put(url, {"is_active": True})).data["is_active"])
        moved = self.ok(self.api.put(url, {"scope": "store/metafield/*/", "destination": URL + "c"})).data
        self.assertEqual((moved["scope"], moved["destination"]), ("store/metafield/*", URL + "c"))
        self.assertEqual(self.ok(self.api.delete(url)).data, moved)
        for answer in (self.api.get(url), self.api.put(url, {"is_active": True}), self.api.delete(url)):
            self.assert_error(answer, 404, f"Webhook with id [{made['id']}] not found")
        self.assert_status(self.api.get("/hooks/events"), 404)  # WH-17

    def test_the_headers_of_a_client_are_bounded(self):  # WH-3
        long = {f"X-{n}": "v" * 6_000 for n in range(10)}  # 60,101 characters as JSON
        made = [self.hook(("store/customer/*", "store/customer/created")[n // 10], URL + str(n), headers=long)
                for n in range(16)]
        body = {"scope": "store/customer/created", "destination": URL + "c", "headers": long}
        refused = self.assert_status(self.api.post("/hooks", body), 422)
        self.assertEqual(list(refused.json()["errors"]), ["headers"])
        last = self.hook("store/customer/created", URL + "c")
        self.assert_status(self.api.put(f"/hooks/{last['id']}", {"headers": long}), 422)
        self.ok(self.api.put(f"/hooks/{made[0]['id']}", {"headers": {**long, "Y": "1"}}))  # its own do not count twice
        self.ok(self.api.put(f"/hooks/{made[0]['id']}", {"headers": None}))
        self.ok(self.api.put(f"/hooks/{last['id']}", {"headers": long}))
        other, _ = self.new_app()
        self.hook(api=other, destination=URL + "d", headers=long)

    def test_duplicates_and_limits(self):  # WH-22, WH-23, WH-83
        made = self.hook()
        body = {"scope": "store/customer/*", "destination": URL}
        self.assert_status(self.api.post("/hooks", body), 409)
        other = self.hook(destination=URL + "b")
        self.assert_status(self.api.put(f"/hooks/{other['id']}", {"destination": URL}), 409)
        self.ok(self.api.put(f"/hooks/{made['id']}", body))
        for number in range(8):
            self.hook(destination=f"{URL}/{number}")
        full = self.assert_status(self.api.post("/hooks", {**body, "destination": URL + "z"}), 422)
        self.assertEqual(list(full.json()["errors"]), ["scope"])
        exception = {"scope": "store/hook/deliveryException", "destination": URL}
        self.assert_status(self.api.post("/hooks", exception), 422)
        self.hook(exception["scope"], URL + "e")
        self.assert_status(self.api.post("/hooks", {**exception, "destination": URL + "f"}), 409)
        api, _ = self.new_app()
        self.hook(api=api)  # another client's are none of its business

    def test_lists(self):  # WH-11
        hooks = [self.hook(destination=f"{URL}{n}", is_active=n != 1) for n in range(3)]
        hooks.append(self.hook("store/metafield/created", URL))
        ids = [hook["id"] for hook in hooks]
        for query, expected in ((None, ids), ("is_active=false", ids[1:2]), ("is_active=true", [ids[0], ids[2], ids[3]]),
                                ("scope=store/metafield/created", ids[3:]), (f"destination={URL}2", ids[2:3]),
                                ("limit=2&page=2", ids[2:]), (f"destination={URL}9", [])):
            answer = self.ok(self.api.get("/hooks", query))
            self.assertEqual([hook["id"] for hook in answer.data], expected, query)
        page = self.ok(self.api.get("/hooks", "limit=3")).meta["pagination"]
        self.assertEqual((page["total"], page["count"], page["total_pages"]), (4, 3, 2))
        for query in ("is_active=perhaps", "colour=red"):
            self.assert_status(self.api.get("/hooks", query), 422)

    def test_admin(self):  # WH-15, WH-16
        on, off = self.hook(), self.hook(destination=URL + "b", is_active=False)
        self.assertEqual(self.ok(self.api.get("/hooks/admin")).data,
                         {"emails": [], "hooks_list": [{**on, "status": "active"}, {**off, "status": "inactive"}],
                          "blocked_domains": []})
        self.assert_status(self.api.put("/hooks/admin", {"emails": ["b@example.com", "a@example.com"]}), 204)
        answer = self.ok(self.api.get("/hooks/admin", "is_active=false"))
        self.assertEqual(answer.data["emails"], ["b@example.com", "a@example.com"])
        self.assertEqual([hook["id"] for hook in answer.data["hooks_list"]], [off["id"]])
        self.assertEqual(answer.meta["pagination"]["total"], 1)
        for body in ({}, {"emails": "a@example.com"}, {"emails": ["nobody"]}, {"emails": [1]}):
            self.assertEqual(list(self.assert_status(self.api.put("/hooks/admin", body), 422).json()["errors"]),
                             ["emails"])
        self.assert_status(self.api.put("/hooks/admin", {"emails": []}), 204)
        self.assertEqual(self.ok(self.api.get("/hooks/admin")).data["emails"], [])

    def test_others_see_nothing(self):  # WH-11, WH-12
        made = self.hook()
        same_store, _ = self.new_app("store_v2_orders")  # no scope is asked for
        elsewhere, _ = self.new_app(store=self.server.create_store())
        self.assert_status(self.api.put("/hooks/admin", {"emails": ["a@example.com"]}), 204)
        for api in (same_store, elsewhere):
            for answer in (api.get(f"/hooks/{made['id']}"), api.put(f"/hooks/{made['id']}", {"is_active": False}),
                           api.delete(f"/hooks/{made['id']}")):
                self.assert_error(answer, 404, f"Webhook with id [{made['id']}] not found")
            self.assertEqual(self.ok(api.get("/hooks")).meta["pagination"]["total"], 0)
            self.assertEqual(self.ok(api.get("/hooks/admin")).data,
                             {"emails": [], "hooks_list": [], "blocked_domains": []})
        self.assertEqual(self.ok(self.api.get(f"/hooks/{made['id']}")).data, made)

    def test_a_revoked_account_leaves_none(self):  # WH-25
        api, account = self.new_app()
        made = self.hook(api=api)
        self.api.post("/customers", [customer()])
        self.server.cli_ok("account", "revoke", "--store", self.store, "--client-id", account.client_id)
        self.assertEqual(self.names(made), [])
        self.assertEqual(self.server.cli("check").returncode, 0)


class PrivateDestinations(HookCase):
    options = ("--allow-private-destinations",)

    def test_http_and_other_ports(self):  # WH-2
        self.hook(destination="http://127.0.0.1:9/x", is_active=False)
        self.assert_status(self.api.post("/hooks", {"scope": "store/customer/*", "destination": "ftp://h/"}), 422)


class Events(HookCase):
    options = ("--require-parent", "off")

    def test_of_metafields(self):  # WH-34, WH-50, WH-51, WH-61, MF-65
        general, special, product = (self.hook("store/metafield/*"), self.hook("store/product/metafield/deleted"),
                                     self.hook("store/product/metafield/*", URL + "b"))
        url = "/catalog/products/42/metafields"
        made = self.ok(self.api.post(url, field("k", "v", "ns"))).data
        self.ok(self.api.put(f"{url}/{made['id']}", {"value": "v"}))  # nothing changes
        self.ok(self.api.put(f"{url}/{made['id']}", {"value": "w"}))
        self.assert_status(self.api.delete(f"{url}/{made['id']}"), 204)
        data = {"metafield_id": made["id"], "resource_id": "42", "namespace": "ns"}
        kinds = ("created", "updated", "deleted")
        self.assertEqual(self.events(product), [(f"store/product/metafield/{kind}", data) for kind in kinds])
        self.assertEqual(self.events(special), [("store/product/metafield/deleted", data)])
        self.assertEqual(self.events(general), [(f"store/metafield/{kind}", {**data, "resource_type": "product"})
                                                for kind in kinds])
        self.assertEqual(self.server.cli("check").returncode, 0)

    def test_others_hear_nothing_of_what_is_app_only(self):  # WH-66, MF-32
        other, _ = self.new_app()
        full, _ = self.new_app(scopes=f"{CUSTOMERS},{FULL_ACCESS}")
        mine, theirs, all_seeing = (self.hook("store/metafield/*", api=api) for api in (self.api, other, full))
        one = self.make_customer(1)["id"]
        url = f"/customers/{one}/metafields"
        secret = self.make_field(one, permission_set="app_only")
        kinds = ["created"]
        for permission_set, kind in (("app_only", "updated"), ("read", "updated"), ("app_only", "updated")):
            self.ok(self.api.put(f"{url}/{secret['id']}", {"value": f"v{len(kinds)}", "permission_set": permission_set}))
            kinds.append(kind)
        self.assert_status(self.api.delete(f"{url}/{secret['id']}"), 204)
        kinds.append("deleted")
        for hook in (mine, all_seeing):
            self.assertEqual(self.names(hook), [f"store/metafield/{kind}" for kind in kinds])
        self.assertEqual(self.names(theirs), ["store/metafield/updated"])  # while it was readable

    def test_of_batches(self):  # MF-137, WH-66
        hook = self.hook("store/metafield/*")
        batch = [{**field(f"k{n}"), "resource_id": 7} for n in range(3)]
        made = self.ok(self.api.post("/catalog/products/metafields", batch)).data
        again = self.api.post("/catalog/products/metafields", [*batch[:1], {**field("k9"), "resource_id": 7}])
        self.assertIn(again.status, (207, 422))
        self.assertEqual(self.names(hook), ["store/metafield/created"] * 4)
        self.api.put("/catalog/products/metafields", [{"id": made[0]["id"], "value": "new"},
                                                      {"id": made[1]["id"], "value": made[1]["value"]}])
        self.api.delete("/catalog/products/metafields", [row["id"] for row in made])
        self.assertEqual(self.names(hook)[4:], ["store/metafield/updated"] + ["store/metafield/deleted"] * 3)

    def test_of_customers(self):  # WH-62, WH-70 … WH-72, WH-74, WH-75
        hook, own = self.hook(), self.hook("store/customer/metafield/*")
        address = {"first_name": "a", "last_name": "b", "address1": "x", "city": "c", "country_code": "DE",
                   "state_or_province": "SH", "postal_code": "1"}
        made = self.ok(self.api.post("/customers", [customer(1, addresses=[address])])).data[0]
        one = made["id"]
        self.ok(self.api.put("/customers", [{"id": one, "first_name": made["first_name"]}]))  # nothing changes
        self.ok(self.api.put("/customers", [{"id": one, "first_name": "new", "channel_ids": [1]}]))
        second = self.ok(self.api.post("/customers/addresses", [{**address, "city": "d", "customer_id": one}])).data[0]
        self.ok(self.api.put("/customers/addresses", [{"id": second["id"], "city": "e"}]))
        self.ok(self.api.put("/customers/addresses", [{"id": second["id"], "city": "e"}]))
        self.assert_status(self.api.delete("/customers/addresses", query=f"id:in={second['id']}"), 204)
        self.ok(self.api.post(f"/customers/{one}/metafields", field()))
        self.assert_status(self.api.delete("/customers", query=f"id:in={one}"), 204)
        self.assertEqual(self.names(hook), [
            "store/customer/created", "store/customer/address/created", "store/customer/updated",
            "store/customer/channel/login/access/updated", "store/customer/address/created",
            "store/customer/address/updated", "store/customer/address/deleted", "store/customer/deleted"])
        self.assertEqual(self.names(own), ["store/customer/metafield/created"])  # WH-60
        found = dict(self.events(hook))
        self.assertEqual(found["store/customer/created"],
                         {"type": "customer", "id": one, "origin_channel_id": 1, "channel_ids": []})
        self.assertEqual(found["store/customer/address/deleted"],
                         {"type": "customer", "id": second["id"], "address": {"customer_id": one}})
        self.assertEqual(found["store/customer/channel/login/access/updated"], {"customer_id": one, "channel_ids": [1]})

    def test_of_the_default_instrument(self):  # WH-73
        hook = self.hook()
        one = self.ok(self.api.post("/customers", [customer()])).data[0]["id"]
        card = {"type": "stored_card", "token": "t1", "brand": "VISA", "expiry_month": 1, "expiry_year": 2030,
                "last_4": "1111", "is_default": False}
        for instrument in (card, {**card, "token": "t2", "is_default": True}):
            self.server.cli_ok("instrument", "add", "--store", self.store, "--customer", str(one), "--json",
                               json.dumps(instrument))
        self.assertEqual(self.events(hook)[1:], [("store/customer/payment/instrument/default/updated",
                                                  {"type": "customer", "id": one})])

    def test_of_refused_work_there_are_none(self):  # WH-61
        hook, sleeping = self.hook(), self.hook(destination=URL + "b", is_active=False)
        self.assert_status(self.api.post("/customers", [customer(1), customer(1)]), 422)
        self.assertEqual(self.names(hook), [])
        self.ok(self.api.post("/customers", [customer(1)]))
        self.assertEqual((self.names(hook), self.names(sleeping)), (["store/customer/created"], []))

    def test_pending_ones_are_dropped(self):  # WH-84
        for change in ({"destination": URL + "z"}, {"is_active": False}, None):
            hook = self.hook()
            self.ok(self.api.post("/customers", [customer(hook["id"])]))
            self.assertEqual(self.names(hook), ["store/customer/created"])
            self.ok(self.api.put(f"/hooks/{hook['id']}", {"headers": {"A": "b"}}))
            self.assertEqual(len(self.names(hook)), 1)
            url = f"/hooks/{hook['id']}"
            self.ok(self.api.put(url, change) if change else self.api.delete(url))
            self.assertEqual(self.names(hook), [])
            if change:
                self.ok(self.api.delete(url))


class Secrets(HookCase):
    def test_the_key_is_not_in_the_database(self):  # WH-44
        self.assertEqual(stat.S_IMODE(os.stat(self.server.key_file).st_mode), 0o600)
        made = self.server.create_account(self.store)
        sealed = self.rows(f"SELECT sealed_secret FROM api_account WHERE client_id = '{made.client_id}'")[0][0]
        self.assertNotIn(made.client_secret, sealed)
        listed = [json.loads(line) for line in self.server.cli_ok("account", "list", "--store", self.store).splitlines()]
        self.assertTrue(all(account["signable"] for account in listed))
        text = self.server.cli_ok("account", "set-secret", "--store", self.store, "--client-id", made.client_id,
                                  "--client-secret", "mine")
        self.assertEqual(json.loads(text), {"client_id": made.client_id, "client_secret": "mine"})
        again = self.rows(f"SELECT sealed_secret FROM api_account WHERE client_id = '{made.client_id}'")[0][0]
        self.assertNotEqual(again, sealed)

    def test_an_open_key_file_is_refused(self):  # WH-44; the flag beats FIELDSTONE_KEY_FILE
        path = os.path.join(self.server.folder, "open.key")
        with open(path, "w", encoding="ascii") as file:
            file.write("x")
        for mode, words in ((0o644, "chmod 600"), (0o600, "holds no key")):
            os.chmod(path, mode)
            result = self.server.cli("account", "create", "--store", self.store, "--name", "n", "--scopes", CUSTOMERS,
                                     "--key-file", path)
            self.assertEqual(result.returncode, 1)
            self.assertIn(words, result.stderr)

    def test_a_missing_key_is_complained_about(self):  # WH-44
        os.rename(self.server.key_file, self.server.key_file + ".away")
        try:
            self.restart()
            self.assertIn("the key file is missing", self.server.logs())
        finally:
            os.rename(self.server.key_file + ".away", self.server.key_file)


if __name__ == "__main__":
    unittest.main()
