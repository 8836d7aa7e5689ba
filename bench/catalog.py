"""Products with three variants, two images and five categories each: reads, every filter of the list, creates."""

import datetime
import random

import templates
from records import Create, Read, RecordPart, constant, exactly, first_page
from seed import DAYS

PLACE = "/stores/bench/v3/catalog/products"
FOUND = 40  # products within a span of time
WITH = "&include=variants,images"


def one_of(ids):
    return (f"{PLACE}/{one}" for one in random.Random(11).sample(ids, min(1000, len(ids))))


def many(member, name):
    """Lists: what three products have there."""
    return lambda chosen, _: {name: ",".join(str(one[member]) for one in chosen[:3])}


def bounded(*members):
    """What lies beyond a product's own value: on average half of all."""
    return {f"{member}:{ask}": lambda chosen, _, member=member, ask=ask: {f"{member}:{ask}": chosen[0][member]}
            for member, asks in members for ask in asks.split()}


def span(member):
    def query(chosen, count):
        end = datetime.datetime.fromisoformat(chosen[0][member]) + datetime.timedelta(days=DAYS * FOUND / count)
        return {f"{member}:min": chosen[0][member], f"{member}:max": end.isoformat()}
    return query


def day_of(member, name):
    return lambda chosen, _: {name: chosen[0][member][:10]}


def name_word(place):
    return lambda chosen, _: {"keyword": chosen[0]["name"].split()[place]}


def any_word(product):
    return product["description"].removeprefix("<p>").split()[0]


class Part(RecordPart):
    kind, title, place = "catalog", "products", PLACE
    reads = (Read("get", "products, GET one", one_of),
             Read("list", "products, list of 50", first_page(PLACE)),
             Read("whole", "products, list of 50 with variants and images", first_page(PLACE, WITH)))
    filters = {
        **exactly("id", "name", "sku", "price", "weight", "brand_id", "inventory_level", "total_sold", "upc", "mpn"),
        **constant(("type", "digital"), ("is_free_shipping", "true"), ("is_visible", "false"), ("is_visible", "true"),
                   ("is_featured", "true"), ("availability", "preorder"), ("condition", "Used"),
                   ("inventory_low", "true"), ("out_of_stock", "true")),
        "id:in": many("id", "id:in"), "sku:in": many("sku", "sku:in"),
        "inventory_level:in": many("inventory_level", "inventory_level:in"),
        "id:not_in": many("id", "id:not_in"),
        "inventory_level:not_in": many("inventory_level", "inventory_level:not_in"),
        "categories": lambda chosen, _: {"categories": chosen[0]["categories"][0]},
        "categories:in": lambda chosen, _: {"categories:in": ",".join(map(str, chosen[0]["categories"][:3]))},
        **bounded(("id", "min max greater less"), ("inventory_level", "min max greater less"),
                  ("date_modified", "min max"), ("date_last_imported", "min max")),
        "date_modified": day_of("date_modified", "date_modified"),
        "date_modified, a span": span("date_modified"),
        "date_last_imported": day_of("date_last_imported", "date_last_imported"),
        "date_last_imported, a span": span("date_last_imported"),
        "date_last_imported:not": day_of("date_last_imported", "date_last_imported:not"),
        "keyword": name_word(1), "keyword, of many": name_word(0),
        "keyword, two": lambda chosen, _: {"keyword": f"{chosen[0]['name'].split()[1]} {any_word(chosen[0])}"},
        "keyword, a beginning": lambda chosen, _: {"keyword": chosen[0]["name"].split()[1][:6]},
        **constant(*(("sort", name) for name in ("name", "sku", "price", "calculated_price", "inventory_level",
                                                 "total_sold", "is_visible", "date_last_imported", "date_modified")),
                   ("direction", "desc")),
    }
    creates = (
        Create("create", "products, POST", PLACE, lambda generator, _: {
            **templates.product(generator.randint(1, 10), "{new}"), "variants": [], "images": []}),
        Create("create.whole", "products, POST with variants and images", PLACE,
               lambda generator, _: templates.product(generator.randint(1, 10), "{new}")))
