from support.declarations import OWN_WAY, override

override("tax_zone", shopper_target_settings={"locations": [{"country_code": "AU", "subdivision_codes": ["NSW"],
                                                             "postal_codes": []}], "customer_groups": []})
override("tax_rate", tax_zone_id=1, class_rates=[{"rate": 5, "tax_class_id": 1}])
# Their values are of properties that come first, and their PUT makes them: tax_test.
OWN_WAY.update({"product_tax", "customer_tax", "tax_connection"})
