"""Ten products and ten orders that differ, made through the server's own API: seed_records.py multiplies their rows."""

import random

from harness import call
from seed import SYLLABLES

PLACE = "/stores/bench"
SIZES = ("S", "M", "L")
WORDS = 12  # of a description
ORDERED = "Tue, 14 May 2024 09:34:00 +0000"
IMPORTED = "2024-05-14T09:34:00+00:00"
# (status, payment method, channel, archived) of each order: most are completed, a tenth each is something else.
ORDERS = ((10, "Manual", 1, False), (10, "Manual", 2, False), (10, "Credit Card", 1, False), (10, "Manual", 1, True),
          (10, "Manual", 1, False), (10, "Manual", 1, False), (2, "Manual", 1, False), (2, "Manual", 1, False),
          (11, "Manual", 1, False), (5, "Manual", 1, False))
# What a tenth of the products each has of its own.
TRAITS = ({"inventory_tracking": "product", "inventory_warning_level": 2}, {"type": "digital"}, {"is_visible": False},
          {"is_featured": True}, {"is_free_shipping": True}, {"availability": "preorder"}, {"condition": "Used"},
          {"page_title": "A title", "meta_keywords": ["one", "two"]}, {"warranty": "Two years, for everything."}, {})


def product(number, key):
    """One of ten kinds; the key makes what is unique."""
    generator = random.Random(number)
    words = ("".join(generator.choice(SYLLABLES) for _ in range(3)) for _ in range(WORDS))
    sku = f"template-{key}"
    return {"name": f"Template {key}", "type": "physical", "sku": sku, "weight": 1, "price": 9.95, "brand_id": 1,
            "categories": [1], "inventory_level": 1000, "upc": f"{number:012d}", "mpn": sku,
            "date_last_imported": IMPORTED, "description": f"<p>{' '.join(words)}</p>",
            "variants": [{"sku": f"{sku}-{size}", "upc": f"1{number:04d}{size}", "option_values":
                          [{"option_display_name": "Size", "label": size}]} for size in SIZES],
            "images": [{"image_url": f"https://cdn.example.com/products/{number}/{side}.jpg"}
                       for side in ("front", "back")], **TRAITS[number % len(TRAITS)]}


def address(number):
    return {"first_name": "Ann", "last_name": f"Example {number}", "street_1": f"{number} Main Street",
            "city": "Austin", "state": "Texas", "zip": "78701", "country": "United States", "country_iso2": "US",
            "phone": "+1 512 5550100", "email": f"c{number}@example.com"}


def order(number, lines):
    """Requires: lines are three of (product, variant)."""
    status, method, channel, _ = ORDERS[number % len(ORDERS)]
    return {"customer_id": number, "status_id": status, "payment_method": method, "channel_id": channel,
            "date_created": ORDERED, "external_order_id": f"EXT-{number}", "billing_address": address(number),
            "shipping_addresses": [address(number)], "total_inc_tax": 9.95, "total_ex_tax": 9.95,
            "products": [{"product_id": one, "variant_id": variant, "quantity": 1} for one, variant in lines]}


def post(server, path, body):
    return call(server.address, "POST", PLACE + path, body)


def variants_of(server, limit):
    """(product, variant) of the store's first variants."""
    found = call(server.address, "GET", f"{PLACE}/v3/catalog/variants?limit={limit}")["data"]
    return [(one["product_id"], one["id"]) for one in found]


def make(server, with_orders):
    post(server, "/v3/catalog/brands", {"name": "Brand 1"})
    post(server, "/v3/catalog/categories", {"name": "Category 1", "parent_id": 0})
    for number in range(1, 11):
        post(server, "/v3/catalog/products", product(number, number))
    if not with_orders:
        return
    post(server, "/v3/channels", {"name": "Second", "type": "storefront", "platform": "custom", "status": "active"})
    variants = variants_of(server, 30)
    for number in range(1, 11):
        made = post(server, "/v2/orders", order(number, variants[number * 3 - 3:number * 3]))
        if ORDERS[number % len(ORDERS)][3]:
            call(server.address, "PUT", f"{PLACE}/v2/orders/{made['id']}", {"is_deleted": True})
