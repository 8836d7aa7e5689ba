"""Orders with three products each: reads, every filter of the list, creates."""

import datetime
import email.utils
import random

import templates
from records import Create, Read, RecordPart, constant, exactly, first_page
from seed import DAYS

PLACE = "/stores/bench/v2/orders"
FOUND = 40  # orders within a span of ids or of time
FIRST_ID = 100
VARIANTS = 250  # that orders are made of


def one_of(ids):
    return (f"{PLACE}/{one}" for one in random.Random(11).sample(ids, min(1000, len(ids))))


def bounded(*members):
    """What lies beyond an order's own value: on average half of all."""
    return {f"{side}_{name}": lambda chosen, _, side=side, name=name, member=member: {
        f"{side}_{name}": chosen[0][member]} for name, member in members for side in ("min", "max")}


def span(member):
    def query(chosen, count):
        begin = email.utils.parsedate_to_datetime(chosen[0][member])
        end = begin + datetime.timedelta(days=DAYS * FOUND / count)
        return {f"min_{member}": begin.isoformat(), f"max_{member}": end.isoformat()}
    return query


def ids_from(chosen, _):
    return {"min_id": chosen[0]["id"], "max_id": chosen[0]["id"] + FOUND}


def new_orders(chosen, count):
    return {"status_id": 11} | span("date_created")(chosen, count)


def some_order(generator, known):
    variants, customers = known
    return templates.order(generator.randint(1, customers), generator.sample(variants, 3))


class Part(RecordPart):
    kind, title, place, first_id = "orders", "orders", PLACE, FIRST_ID
    reads = (Read("get", "orders, GET one", one_of), Read("list", "orders, list of 50", first_page(PLACE)))
    filters = {
        **bounded(("id", "id"), ("date_created", "date_created"), ("date_modified", "date_modified"),
                  ("total", "total_inc_tax")),
        "id, a span": ids_from, "date_created, a span": span("date_created"),
        "date_modified, a span": span("date_modified"), "status_id and date_created": new_orders,
        **exactly("customer_id", "cart_id", "external_order_id"),
        "email": lambda chosen, _: {"email": chosen[0]["billing_address"]["email"]},
        **constant(("status_id", 1), ("status_id", 11), ("status_id", 10), ("payment_method", "Credit Card"),
                   ("is_deleted", "true"), ("channel_id", 1), ("channel_id", 2)),
        **constant(*(("sort", f"{name}:desc") for name in ("id", "customer_id", "date_created", "date_modified",
                                                           "status_id", "channel_id", "external_id"))),
    }
    creates = (Create("create", "orders, POST with three products", PLACE, some_order),)

    def prepare_creates(self, server):
        return templates.variants_of(server, VARIANTS), self.large.customers
