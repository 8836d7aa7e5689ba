"""kill -9 while orders are made, shipped and cancelled: an order is there whole or not at all (ORD-40, ORD-52)."""

import contextlib
import random
import threading
import time
import unittest

from support.api import Api
from support.orders import ADDRESS, BILLING, MUG, OrderCase

CLIENTS, KILLS, LEVEL = 4, 4, 100_000


class Killed(OrderCase):
    def shop(self, number, acknowledged, stop):
        """Makes orders until the server is gone; notes what was answered."""
        chance = random.Random(number)
        with contextlib.closing(Api(self.server, self.store, self.account.token)) as api:
            while not stop.is_set():
                try:
                    lines = [{"product_id": self.pan, "quantity": chance.randrange(1, 4)}, MUG]
                    body = {"billing_address": BILLING, "shipping_addresses": [ADDRESS], "products": lines}
                    made = self.v2("POST", "/orders", body, api=api)
                    if made.status != 200:
                        continue
                    acknowledged.add(made.json()["id"])
                    if chance.random() < 0.3:
                        self.v2("PUT", f"/orders/{made.json()['id']}", {"status_id": 5}, api=api)
                except Exception:  # pylint: disable=broad-except
                    return  # it was killed

    def test_an_order_is_whole_or_not_there(self):
        body = {"name": "Pan", "type": "physical", "weight": 1, "price": 3, "inventory_tracking": "product",
                "inventory_level": LEVEL}
        self.pan = self.ok(self.api.post("/catalog/products", body)).data["id"]
        acknowledged = set()
        for turn in range(KILLS):
            stop = threading.Event()
            known = len(acknowledged)
            clients = [threading.Thread(target=self.shop, args=(turn * CLIENTS + n, acknowledged, stop))
                       for n in range(CLIENTS)]
            for client in clients:
                client.start()
            deadline = time.monotonic() + 60
            while len(acknowledged) < known + 8 and time.monotonic() < deadline:
                time.sleep(0.01)
            self.server.kill()
            stop.set()
            for client in clients:
                client.join()
            self.server.start()
            self.api.close()
            self.verify(acknowledged)

    def verify(self, acknowledged):
        listed, page = [], 1
        while True:
            answer = self.v2("GET", "/orders", query={"limit": 250, "page": page})
            if answer.status == 204:
                break
            listed += self.ok(answer).json()
            page += 1
        self.assertEqual(acknowledged - {order["id"] for order in listed}, set())
        taken = 0
        for order in listed:
            self.assert_adds_up(order["id"])
            lines = self.products(order["id"])
            self.assertEqual(len(lines), 2)
            self.assertEqual(len(self.ok(self.v2("GET", f"/orders/{order['id']}/shipping_addresses")).json()), 1)
            taken += 0 if order["status_id"] == 5 else lines[0]["quantity"]
        level = self.ok(self.api.get(f"/catalog/products/{self.pan}")).data["inventory_level"]
        self.assertEqual(level, LEVEL - taken)


if __name__ == "__main__":
    unittest.main()
