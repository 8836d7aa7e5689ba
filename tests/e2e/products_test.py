"""Products, variants, options and what else belongs to a product (products.md)."""

import unittest

from support.cases import ServerCase


class Products(ServerCase):
    scopes = "store_v2_products"

    def product(self, name, **more):
        body = {"name": name, "type": "physical", "weight": 2, "price": 10, **more}
        return self.ok(self.api.post("/catalog/products", body)).data

    def url(self, product, rest=""):
        return f"/catalog/products/{product['id']}{rest}"

    def read(self, product, include=""):
        return self.ok(self.api.get(self.url(product), {"include": include} if include else None)).data

    def option(self, product, name, *labels):
        values = [{"label": label, "sort_order": at} for at, label in enumerate(labels)]
        body = {"display_name": name, "type": "dropdown", "option_values": values}
        return self.ok(self.api.post(self.url(product, "/options"), body)).data

    def variant(self, product, sku, *values, status=200):
        named = [{"option_id": option["id"], "id": option["option_values"][at]["id"]} for option, at in values]
        answer = self.api.post(self.url(product, "/variants"), {"sku": sku, "option_values": named})
        self.assert_status(answer, status)
        return answer.data if status == 200 else None

    def skus(self, product):
        return [v["sku"] for v in self.ok(self.api.get(self.url(product, "/variants"))).data]

    def test_names_and_skus_are_unique(self):  # PRD-1, PRD-2
        made = self.product("Tin", sku="TIN")
        self.assert_status(self.api.post("/catalog/products", {"name": "tin", "type": "physical", "weight": 1, "price": 1}), 409)
        again = {"name": "Box", "type": "physical", "weight": 1, "price": 1, "sku": "tin"}
        self.assert_status(self.api.post("/catalog/products", again), 409)
        box = self.product("Box")
        size = self.option(box, "Size", "S", "M")
        self.variant(box, "tin", (size, 0), status=409)
        self.variant(box, "BOX-S", (size, 0))
        self.assert_status(self.api.put(self.url(made), {"sku": "box-s"}), 409)

    def test_urls(self):  # PRD-3
        made = self.product("Blue Mug: large!")
        self.assertEqual(made["custom_url"], {"url": "/blue-mug-large/", "is_customized": False})
        other = self.product("Blue mug (large)")
        self.assertEqual(other["custom_url"]["url"], "/blue-mug-large-1/")
        self.assertEqual(self.ok(self.api.put(self.url(made), {"name": "Mug"})).data["custom_url"], made["custom_url"])
        sent = self.ok(self.api.put(self.url(made), {"custom_url": {"url": "mug"}})).data["custom_url"]
        self.assertEqual(sent, {"url": "/mug", "is_customized": True})
        self.assert_status(self.api.put(self.url(other), {"custom_url": {"url": "/mug"}}), 409)

    def test_prices_follow(self):  # PRD-4
        made = self.product("Jar", price=10, sale_price=7.5)
        self.assertEqual(made["calculated_price"], 7.5)
        size = self.option(made, "Size", "S", "M")
        small = self.variant(made, "S", (size, 0))
        self.assertEqual((small["calculated_price"], small["calculated_weight"], small["price"]), (7.5, 2, None))
        self.ok(self.api.put(self.url(made), {"sale_price": 0, "weight": 3}))
        small = self.ok(self.api.get(self.url(made, f"/variants/{small['id']}"))).data
        self.assertEqual((small["calculated_price"], small["calculated_weight"]), (10, 3))
        own = self.ok(self.api.put(self.url(made, f"/variants/{small['id']}"), {"price": 4})).data
        self.assertEqual(own["calculated_price"], 4)

    def test_stock(self):  # PRD-5
        made = self.product("Pan", inventory_tracking="product", inventory_level=5)
        base = self.ok(self.api.get(self.url(made, f"/variants/{made['base_variant_id']}"))).data
        self.assertEqual(base["inventory_level"], 5)
        self.ok(self.api.put("/catalog/variants", [{"id": base["id"], "inventory_level": 3}]))
        self.assertEqual(self.read(made)["inventory_level"], 3)
        self.ok(self.api.put(self.url(made), {"inventory_tracking": "variant"}))
        size = self.option(made, "Size", "S", "M")
        ids = [self.variant(made, f"PAN-{at}", (size, at))["id"] for at in (0, 1)]
        self.ok(self.api.put("/catalog/variants", [{"id": i, "inventory_level": 4} for i in ids]))
        self.assertEqual(self.read(made)["inventory_level"], 8)
        self.assertEqual(self.ok(self.api.put(self.url(made), {"inventory_level": 99})).data["inventory_level"], 8)
        self.assertEqual([p["id"] for p in self.ok(self.api.get("/catalog/products", {"out_of_stock": "1"})).data], [])

    def test_hidden_prices(self):  # PRD-6
        self.assert_status(self.api.post("/catalog/products", {"name": "A", "type": "physical", "weight": 1, "price": 1,
                                                               "is_price_hidden": True}), 422)
        self.product("A", is_price_hidden=True, availability="disabled")

    def test_keyword(self):  # PRD-7
        tin = self.product("Copper Tin", sku="CT-9")
        self.product("Steel Pan", description="<b>heavy</b> thing")
        def found(word):
            return [p["name"] for p in self.ok(self.api.get("/catalog/products", {"keyword": word})).data]
        self.assertEqual(found("copp"), ["Copper Tin"])
        self.assertEqual(found("ct-9 TIN"), ["Copper Tin"])
        self.assertEqual(found("heavy"), ["Steel Pan"])
        self.assertEqual(found("b"), [])
        self.ok(self.api.put(self.url(tin), {"name": "Brass Tin"}))
        self.assertEqual(found("copper"), [])

    def test_the_base_variant(self):  # PRD-8
        made = self.product("Cup", sku="CUP")
        self.assertEqual(self.skus(made), ["CUP"])
        base = self.url(made, f"/variants/{made['base_variant_id']}")
        self.assertIsNone(self.ok(self.api.get(base)).data["sku_id"])
        self.assert_status(self.api.delete(base), 409)
        self.ok(self.api.put(base, {"sku": "CUP-2"}))
        self.assertEqual(self.read(made)["sku"], "CUP-2")
        size = self.option(made, "Size", "S", "M")
        small = self.variant(made, "CUP-S", (size, 0))
        self.assertEqual((self.skus(made), self.read(made)["base_variant_id"]), (["CUP-S"], None))
        self.assert_status(self.api.delete(self.url(made, f"/variants/{small['id']}")), 204)
        again = self.read(made)["base_variant_id"]
        self.assertEqual([v["id"] for v in self.ok(self.api.get(self.url(made, "/variants"))).data], [again])
        self.assert_status(self.api.delete(self.url(made)), 204)
        self.assertEqual(self.ok(self.api.get("/catalog/variants")).data, [])

    def test_a_variant_names_one_value_of_each_option(self):  # PRD-9, PRD-10, PRD-11
        made = self.product("Shirt")
        size, color = self.option(made, "Size", "S", "M"), self.option(made, "Color", "red", "blue")
        self.assert_status(self.api.post(self.url(made, "/options"), {"display_name": "size", "type": "dropdown"}), 409)
        self.variant(made, "S", (size, 0), status=422)
        self.variant(made, "S", (size, 0), (size, 1), status=422)
        first = self.variant(made, "S", (size, 0), (color, 0))
        self.variant(made, "S2", (color, 0), (size, 0), status=409)
        self.variant(made, "M", (size, 1), (color, 0))
        value = self.url(made, f"/options/{size['id']}/values/{size['option_values'][0]['id']}")
        self.ok(self.api.put(value, {"label": "Small"}))
        shown = self.ok(self.api.get(self.url(made, f"/variants/{first['id']}"))).data["option_values"]
        self.assertEqual({v["option_display_name"]: v["label"] for v in shown}, {"Size": "Small", "Color": "red"})
        self.assert_status(self.api.delete(value), 204)
        self.assertEqual(self.skus(made), ["M"])

    def test_variants_that_come_with_their_product(self):  # PRD-10
        def named(size):
            return [{"option_display_name": "Size", "label": size}]
        made = self.product("Sock", variants=[{"sku": "SO-S", "option_values": named("S")},
                                              {"sku": "SO-M", "option_values": named("M")}])
        self.assertIsNone(made["base_variant_id"])
        whole = self.read(made, "variants,options")
        self.assertEqual([v["sku"] for v in whole["variants"]], ["SO-S", "SO-M"])
        self.assertEqual([v["label"] for v in whole["options"][0]["option_values"]], ["S", "M"])

    def test_parts(self):  # PRD-12, PRD-13, PRD-14, PRD-17
        made = self.product("Desk", custom_fields=[{"name": "a", "value": "1"}],
                            images=[{"image_url": "https://e.example/1.png"}, {"image_url": "https://e.example/2.png"}])
        self.assert_status(self.api.post(self.url(made, "/custom-fields"), {"name": "a", "value": "1"}), 409)
        self.ok(self.api.post(self.url(made, "/custom-fields"), {"name": "a", "value": "2"}))
        rule = {"quantity_min": 5, "quantity_max": 9, "type": "price", "amount": 1}
        self.ok(self.api.post(self.url(made, "/bulk-pricing-rules"), rule))
        self.assert_status(self.api.post(self.url(made, "/bulk-pricing-rules"), {**rule, "quantity_min": 9, "quantity_max": 0}), 409)
        first, second = self.ok(self.api.get(self.url(made, "/images"))).data
        self.assertEqual((first["is_thumbnail"], second["is_thumbnail"]), (True, False))
        self.ok(self.api.put(self.url(made, f"/images/{second['id']}"), {"is_thumbnail": True}))
        whole = self.read(made, "primary_image,custom_fields,parent_relations")
        self.assertEqual((whole["primary_image"]["id"], whole["parent_relations"]), (second["id"], []))
        self.assert_status(self.api.delete(self.url(made, f"/images/{second['id']}")), 204)
        self.assertEqual(self.read(made, "primary_image")["primary_image"]["id"], first["id"])

    def test_who_lists_a_product(self):  # PRD-17
        part, kit = self.product("Part"), self.product("Kit")
        value = {"label": "Part", "sort_order": 0, "value_data": {"product_id": part["id"]}}
        option = self.ok(self.api.post(self.url(kit, "/options"), {"display_name": "Parts", "type": "product_list",
                                                                   "option_values": [value]})).data
        self.assertEqual(self.read(part, "parent_relations")["parent_relations"],
                         [{"type": "variant_option", "product_id": kit["id"], "attribute_id": option["id"]}])

    def test_complex_rules(self):  # PRD-15
        made, other = self.product("One"), self.product("Two")
        body = {"display_name": "Gift", "type": "radio_buttons", "required": False,
                "option_values": [{"label": "yes", "sort_order": 0}]}
        gift = self.ok(self.api.post(self.url(made, "/modifiers"), body)).data
        condition = {"modifier_id": gift["id"], "modifier_value_id": gift["option_values"][0]["id"], "variant_id": None}
        rule = self.ok(self.api.post(self.url(made, "/complex-rules"), {"conditions": [condition]})).data
        self.assertEqual(rule["conditions"][0]["rule_id"], rule["id"])
        self.assert_status(self.api.post(self.url(other, "/complex-rules"), {"conditions": [condition]}), 422)

    def test_reviews(self):  # PRD-16
        made = self.product("Lamp")
        body = {"title": "t", "date_reviewed": "2024-05-01T00:00:00+00:00", "rating": 4, "status": "approved"}
        review = self.ok(self.api.post(self.url(made, "/reviews"), body)).data
        self.ok(self.api.post(self.url(made, "/reviews"), {**body, "status": "pending"}))
        self.assertEqual((self.read(made)["reviews_count"], self.read(made)["reviews_rating_sum"]), (1, 4))
        listed = self.ok(self.api.get(self.url(made, "/reviews"), {"status": "1"})).data
        self.assertEqual([r["id"] for r in listed], [review["id"]])
        self.assert_status(self.api.delete(self.url(made, f"/reviews/{review['id']}")), 204)
        self.assertEqual(self.read(made)["reviews_count"], 0)

    def test_batches(self):  # PRD-8, REC-7
        made = [self.product(f"P{at}") for at in range(11)]
        changed = self.ok(self.api.put("/catalog/products", [{"id": p["id"], "price": 3} for p in made[:10]])).data
        self.assertEqual({p["calculated_price"] for p in changed}, {3})
        self.assert_status(self.api.put("/catalog/products", [{"id": p["id"], "price": 4} for p in made]), 413)
        self.assert_status(self.api.delete("/catalog/products"), 422)
        self.assert_status(self.api.delete("/catalog/products", query={"id:in": f"{made[0]['id']},{made[1]['id']}"}), 204)
        self.assertEqual(len(self.ok(self.api.get("/catalog/variants")).data), 9)

    def test_v2(self):  # PRD-20, PRD-21, PRD-22
        def call(method, path, body=None):
            return self.api.request(method, path, body, version="v2")
        self.assert_status(call("GET", "/products"), 204)
        made = self.product("Towel", price=49, sku="T-1")
        self.product("Cap")
        listed = call("GET", "/products?sku=t-1&colour=blue").json()
        self.assertEqual([(p["id"], p["price"], p["custom_url"]) for p in listed], [(made["id"], "49.0000", "/towel/")])
        self.assertEqual(call("GET", "/products/count").json(), {"count": 2})
        for query in ("id:in=99", "zzz:in=1", "id=99", "price=1", "name=Towel&name=Cap"):  # never everybody's rows
            for path in ("/products", "/products/count"):
                self.assert_status(call("GET", f"{path}?{query}"), 400)
        item = f"/products/{made['id']}"
        changed = call("PUT", item, {"price": "5.5", "inventory_tracking": "simple", "inventory_level": 4}).json()
        self.assertEqual((changed["calculated_price"], changed["inventory_level"]), ("5.5000", 4))
        self.assertEqual(changed["skus"]["resource"], f"{item}/skus")
        self.assertRegex(changed["date_modified"], r"^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$")
        self.assertEqual(self.read(made)["inventory_tracking"], "product")
        self.assert_status(call("GET", "/products/999"), 404)
        self.assert_status(call("PUT", item, {"price": -1}), 400)


if __name__ == "__main__":
    unittest.main()
