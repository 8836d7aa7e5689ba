"""Tax zones, rates, classes, properties and connections (tax.md)."""

import base64
import json
import os
import unittest

from support.cases import ServerCase, customer


def zone(name, *locations, groups=()):
    return {"name": name, "shopper_target_settings": {"locations": list(locations), "customer_groups": list(groups)}}


def place(country, subdivisions=(), postal_codes=()):
    return {"country_code": country, "subdivision_codes": list(subdivisions), "postal_codes": list(postal_codes)}


class Zones(ServerCase):
    scopes = "store_v2_information"

    def test_the_default_zone_stays(self):  # TAX-1
        first = self.ok(self.api.get("/tax/zones")).data
        self.assertEqual([row["id"] for row in first], [1])
        for change in (zone("All", place("AU")), {"enabled": False}):
            self.assert_status(self.api.put("/tax/zones", [{"id": 1, **change}]), 422)
        self.assert_status(self.api.delete("/tax/zones", query={"id:in": "1"}), 409)
        renamed = self.ok(self.api.put("/tax/zones", [{"id": 1, "name": "Everywhere"}])).data
        self.assertEqual(renamed, [{**first[0], "name": "Everywhere"}])
        self.assert_status(self.api.delete("/tax/zones"), 422)  # REC-7

    def test_rates_go_with_their_zone(self):  # TAX-2
        self.assert_status(self.api.post("/tax/zones", [zone("Nowhere", place("XX"))]), 422)
        made = self.ok(self.api.post("/tax/zones", [zone("Here", place("AU")), zone("There", place("NZ"))])).data
        rates = [{"name": "GST", "tax_zone_id": row["id"], "class_rates": [{"rate": 10, "tax_class_id": 0}]}
                 for row in made]
        kept = self.ok(self.api.post("/tax/rates", rates)).data[1]
        self.assert_status(self.api.delete("/tax/zones", query={"id:in": made[0]["id"]}), 204)
        self.assertEqual(self.ok(self.api.get("/tax/rates")).data, [kept])
        of_zone = self.ok(self.api.get("/tax/rates", query={"tax_zone_id:in": made[0]["id"]}))
        self.assertEqual(of_zone.data, [])

    def test_the_closest_zone_is_an_address_s(self):  # TAX-8
        zones = self.ok(self.api.post("/tax/zones", [
            zone("Country", place("AU")), zone("State", place("AU", ["NSW"])),
            zone("Street", place("AU", [], ["2099", "AB 1"])), zone("Members", place("AU"), groups=[7]),
            {**zone("Off", place("DE")), "enabled": False}])).data
        country, state, street, members, _ = [row["id"] for row in zones]
        cases = [
            ({"country_code": "AU"}, country),
            ({"country_code": "AU", "subdivision_codes": "NSW"}, state),
            ({"country_code": "AU", "subdivision_codes": "QLD"}, country),
            ({"country_code": "AU", "subdivision_codes": "NSW", "postal_code": "2099"}, street),
            ({"country_code": "AU", "postal_code": "ab1"}, street),
            ({"country_code": "AU", "postal_code": "2099", "customer_group_id": 7}, members),
            ({"country_code": "AU", "customer_group_id": 8}, country),
            ({"country_code": "DE"}, 1),
            ({"country_code": "US"}, 1),
        ]
        answer = self.ok(self.api.post("/tax/zonecheck", [address for address, _ in cases])).data
        self.assertEqual([row["id"] for row in answer], [expected for _, expected in cases])
        self.assertEqual(answer[0], zones[0])
        for broken in ([{}], [{"country_code": "XX"}], [], [{"country_code": "AU", "subdivision_codes": "LONG"}]):
            self.assert_status(self.api.post("/tax/zonecheck", broken), 422)


class Classes(ServerCase):
    scopes = "store_v2_information"

    def test_two_faces(self):  # TAX-3
        born = self.ok(self.api.get("/tax_classes", version="v2")).json()
        self.assertEqual([(row["id"], row["name"]) for row in born],
                         [("1", "Non-Taxable Products"), ("2", "Shipping"), ("3", "Gift Wrapping")])
        made = self.ok(self.api.post("/tax/classes", [{"name": "Books"}])).data[0]
        read = self.ok(self.api.get("/tax_classes/4", version="v2")).json()
        self.assertEqual(read, {**made, "id": "4"})
        self.assert_status(self.api.get("/tax_classes/9", version="v2"), 404)
        second = self.ok(self.api.get("/tax_classes", query={"limit": 1, "page": 2}, version="v2")).json()
        self.assertEqual(second, born[1:2])
        self.assert_status(self.api.post("/tax/classes", [{"name": "Books"}]), 409)
        self.assert_status(self.api.put("/tax/classes", [{"id": 4}]), 422)
        self.assert_status(self.api.put("/tax/classes", [{"id": 9, "name": "Food"}]), 422)
        self.assert_status(self.api.post("/tax/classes", [{"name": f"C{n}"} for n in range(51)]), 413)

    def test_rates_lose_the_figures_of_a_class_that_goes(self):  # TAX-4
        rate = {"name": "GST", "tax_zone_id": 1}
        figures = [{"rate": 10, "tax_class_id": 0}, {"rate": 2.5, "tax_class_id": 2}]
        for broken in ([{"rate": 1, "tax_class_id": 9}], figures + figures[:1], [{"rate": 101, "tax_class_id": 1}]):
            self.assert_status(self.api.post("/tax/rates", [{**rate, "class_rates": broken}]), 422)
        self.assert_status(self.api.post("/tax/rates", [{**rate, "tax_zone_id": 5, "class_rates": figures}]), 422)
        made = self.ok(self.api.post("/tax/rates", [{**rate, "class_rates": figures}])).data[0]
        self.assertEqual(made["class_rates"], figures)
        self.assert_status(self.api.delete("/tax/classes", query={"id:in": "2,3"}), 204)
        after = self.ok(self.api.get("/tax/rates")).data
        self.assertEqual(after, [{**made, "class_rates": figures[:1]}])


class Properties(ServerCase):
    scopes = "store_v2_information,store_v2_products,store_v2_customers"

    def setUp(self):
        super().setUp()
        self.properties = self.ok(self.api.post("/tax/properties", [
            {"code": "A-1", "display_name": "A", "type": "PRODUCT"},
            {"code": "B-1", "display_name": "B", "type": "PRODUCT"},
            {"code": "C-1", "display_name": "C", "type": "CUSTOMER"}])).data

    def test_a_property_in_use_stays(self):  # TAX-5, TAX-6
        self.assert_status(self.api.post("/tax/properties", [self.properties[0]]), 409)
        of_customers = self.ok(self.api.get("/tax/properties", query={"type:in": "customer"})).data
        self.assertEqual(of_customers, self.properties[2:])
        product = self.ok(self.api.post("/catalog/products", {"name": "P", "type": "physical", "weight": 1, "price": 1}))
        values = [{"product_id": product.data["id"], "tax_properties": {"A-1": "26"}}]
        self.assertEqual(self.ok(self.api.put("/tax/products/properties", values)).data, values)
        first = self.properties[0]["id"]
        self.assert_status(self.api.delete("/tax/properties", query={"id:in": first}), 409)
        self.assert_status(self.api.put("/tax/properties", [{"id": first, "code": "A-2"}]), 409)
        kept = self.ok(self.api.put("/tax/properties", [{"id": first, "type": "CUSTOMER", "display_name": "AA"}])).data
        expected = {**self.properties[0], "display_name": "AA", "updated_at": kept[0]["updated_at"]}
        self.assertEqual(kept, [expected])
        self.assert_status(self.api.delete(f"/catalog/products/{product.data['id']}"), 204)
        self.assertEqual(self.ok(self.api.get("/tax/products/properties")).data, [])
        self.assert_status(self.api.delete("/tax/properties", query={"id:in": first}), 204)

    def test_values_of_customers_add_up(self):  # TAX-7
        self.ok(self.api.post("/customers", [customer()]))
        url = "/tax/customers"
        for values in ({"A-1": "1"}, {"Z": "1"}, {"C-1": 1}, [], None):
            self.assert_status(self.api.put(url, [{"customer_id": 1, "tax_properties": values}]), 422)
        self.assert_status(self.api.put(url, [{"customer_id": 2, "tax_properties": {"C-1": "1"}}]), 422)
        self.ok(self.api.post("/tax/properties", [{"code": "D-1", "display_name": "D", "type": "CUSTOMER"}]))
        self.ok(self.api.put(url, [{"customer_id": 1, "tax_properties": {"C-1": "1"}}]))
        after = self.ok(self.api.put(url, [{"customer_id": 1, "tax_properties": {"D-1": "2", "C-1": "3"}}])).data
        self.assertEqual(after, [{"customer_id": 1, "tax_properties": {"C-1": "3", "D-1": "2"}}])
        self.assertEqual(self.ok(self.api.get(url, query={"customer_id:in": "1,2"})).data, after)
        self.assert_status(self.api.delete(url, query={"customer_id:in": "1"}), 204)
        self.assertEqual(self.ok(self.api.get(url)).data, [])
        self.ok(self.api.put(url, [{"customer_id": 1, "tax_properties": {"C-1": "1"}}]))
        self.assert_status(self.api.delete("/customers", query={"id:in": "1"}), 204)
        self.assertEqual(self.ok(self.api.get(url)).data, [])
        self.assert_status(self.api.delete("/tax/properties", query={"id:in": self.properties[2]["id"]}), 204)


class Connections(ServerCase):
    scopes = "store_v2_information"

    def test_a_connection_keeps_its_password(self):  # TAX-9
        url = "/tax/providers/AcmeTax/connection"
        for answer in (self.api.get(url), self.api.delete(url)):
            self.assert_status(answer, 404)
        made = self.ok(self.api.put(url, {"username": "shop"})).data
        empty = {"country_codes": [], "subdivision_codes": []}
        self.assertEqual(made, {"username": "shop", "configured": False, "profile": "", "target": empty})
        self.ok(self.api.put(url, {"password": "wet paint, no entry"}))
        ready = {**made, "configured": True}
        self.assertEqual(self.ok(self.api.get(url)).data, ready)
        self.assert_status(self.api.put(url, {"username": 5}), 422)
        self.assertEqual(self.ok(self.api.delete(url)).data, {**ready, "username": "", "configured": False})
        self.assert_status(self.api.get(url), 404)

    def test_the_password_lies_sealed(self):  # TAX-10, WH-44
        url, password = "/tax/providers/AcmeTax/connection", "wet paint, no entry"
        docs = []
        for _ in range(2):  # a box is never like another
            self.assertNotIn(password, self.ok(self.api.put(url, {"username": "shop", "password": password})).text)
            docs.append(self.server.database.rows(
                "SELECT doc FROM tax_connection c JOIN store s ON s.store_id = c.store_id"
                f" WHERE s.store_hash = '{self.store}'")[0][0])
            self.assertNotIn(password, docs[-1])
        boxes = [json.loads(doc)["sealed_password"] for doc in docs]
        self.assertNotEqual(*boxes)
        self.assertEqual([len(base64.b64decode(box)) for box in boxes], [24 + 16 + len(password)] * 2)  # nonce, mark, text
        self.assertNotIn("password", self.ok(self.api.get(url)).text)
        self.assertNotIn(password, self.server.logs())
        for folder, _, names in os.walk(self.server.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(password.encode(), file.read(), name)

    def test_without_the_key_there_is_no_password(self):  # TAX-10
        url = "/tax/providers/AcmeTax/connection"
        made = self.ok(self.api.put(url, {"username": "shop"})).data
        os.rename(self.server.key_file, self.server.key_file + ".away")
        try:
            self.assert_status(self.api.put(url, {"password": "p"}), 503)
            self.assertFalse(os.path.exists(self.server.key_file))
            self.assertEqual(self.ok(self.api.get(url)).data, made)
            self.assertFalse(self.ok(self.api.put(url, {"username": "other", "password": ""})).data["configured"])
        finally:
            os.rename(self.server.key_file + ".away", self.server.key_file)
        self.assertTrue(self.ok(self.api.put(url, {"password": "p"})).data["configured"])


if __name__ == "__main__":
    unittest.main()
