"""Settings of stores and channels (settings.md), each declared object of them."""

import unittest

from support.cases import ServerCase

PATHS = ["/settings/catalog", "/settings/email-statuses", "/settings/inventory/notifications", "/settings/store/locale",
         "/settings/store/profile", "/settings/store/units-of-measurement", "/settings/inventory", "/tax/settings",
         "/settings/logo", "/settings/storefront/category", "/settings/storefront/product",
         "/settings/storefront/robotstxt", "/settings/storefront/search", "/settings/storefront/security",
         "/settings/storefront/seo", "/settings/storefront/status"]
OF_THE_STORE = {"/settings/store/locale", "/tax/settings"}


class Settings(ServerCase):
    scopes = "store_v2_information,store_v2_marketing"

    def test_each_object_is_kept(self):  # SET-1, SET-2
        for path in PATHS:
            with self.subTest(path):
                before = self.ok(self.api.get(path)).data
                flags = {name: not value for name, value in before.items() if isinstance(value, bool)}
                texts = {name: "x" for name, value in before.items() if value == "" and not name.endswith("_url")}
                after = self.ok(self.api.put(path, {**flags, **texts})).data
                self.assertEqual(after, {**before, **flags, **texts})
                self.restart()
                self.assertEqual(self.ok(self.api.get(path)).data, after)
                self.assertEqual(self.ok(self.api.put(path, {name: None for name in {**flags, **texts}})).data, before)

    def test_a_channel_inherits(self):  # SET-1, SET-2, SET-3
        for path in PATHS:
            if path in OF_THE_STORE:
                continue
            with self.subTest(path):
                channel = {"channel_id": 1}
                own = self.ok(self.api.get(path, channel)).data
                self.assertEqual(set(own.values()), {None})
                self.assertEqual(list(own), list(self.ok(self.api.get(path)).data))
                self.assert_status(self.api.get(path, {"channel_id": 99}), 404)
                self.assert_status(self.api.request("PUT", path, {}, query={"channel_id": 99}), 404)
        changed = self.api.request("PUT", "/settings/catalog", {"auto_approve_reviews": True}, query={"channel_id": 1})
        self.assertEqual(self.ok(changed).data, {"auto_approve_reviews": True, "enable_product_comparisons": None})
        self.assertFalse(self.ok(self.api.get("/settings/catalog")).data["auto_approve_reviews"])

    def test_wrong_values_are_named(self):  # REC-1
        answer = self.api.put("/settings/storefront/search", {"search_suggest": "yes", "default_product_sort": "random"})
        self.assert_status(answer, 422)
        self.assertEqual(set(answer.json()["errors"]), {"search_suggest", "default_product_sort"})

    def test_the_store_tells_them_once_more(self):  # HTTP-181
        def store():
            return self.ok(self.api.get("/store", version="v2")).json()

        self.assertEqual((store()["name"], store()["currency"], store()["country_code"]), (self.store, "USD", "US"))
        for path, sent in (("/settings/store/profile", {"store_name": "Shop", "store_address": "Road 1", "store_phone": "1",
                                                        "store_email": "a@example.com"}),
                           ("/settings/store/locale", {"store_country": "Germany", "default_shopper_language": "de"}),
                           ("/settings/store/units-of-measurement", {"weight_measurement": "KGS", "decimal_token": ","}),
                           ("/tax/settings", {"tax_entered_with_prices": True})):
            self.ok(self.api.put(path, sent))
        euro = {"currency_code": "EUR", "currency_exchange_rate": "1", "token_location": "right", "token": "€",
                "decimal_token": ",", "thousands_token": ".", "decimal_places": 2, "name": "Euro"}
        made = self.ok(self.api.post("/currencies", euro, version="v2")).json()
        self.ok(self.api.put(f"/currencies/{made['id']}", {"is_default": True}, version="v2"))
        told = store()
        self.assertEqual([told[name] for name in ("name", "address", "phone", "order_email", "country", "country_code")],
                         ["Shop", "Road 1", "1", "a@example.com", "Germany", "DE"])
        self.assertEqual([told[name] for name in ("language", "currency", "currency_symbol", "currency_symbol_location",
                                                  "weight_units", "dimension_decimal_token", "is_price_entered_with_tax")],
                         ["de", "EUR", "€", "right", "KGS", ",", True])

    def test_the_store_counts_its_storefronts(self):  # HTTP-181
        api, _ = self.new_app("store_channel_settings")
        for status in ("active", "inactive"):
            self.ok(api.post("/channels", {"name": status, "type": "storefront", "platform": "custom", "status": status}))
        features = self.ok(self.api.get("/store", version="v2")).json()["features"]
        self.assertEqual(features["storefront_limits"], {"active": 2, "total_including_inactive": 3})
        self.assertTrue(features["multi_storefront_enabled"])

    def test_promotions_are_bare(self):  # SET-1
        self.assertEqual(self.ok(self.api.put("/promotions/settings", {"number_of_coupons_allowed_at_checkout": 3})).json(), {
            "promotions_apply_on_products_with_custom_product_price": False,
            "promotions_triggered_by_products_with_zero_product_price": False,
            "number_of_coupons_allowed_at_checkout": 3, "promotions_applied_on_original_product_price": True})


if __name__ == "__main__":
    unittest.main()
