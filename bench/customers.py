"""Customers' filters and sorts at a large and at a small number of customers."""

import base64
import datetime
import json
import random
import urllib.parse

import report
from session import Part as Base

SAMPLED = 200
CONNECTIONS = 8
WEEK = datetime.timedelta(days=7)


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def spell(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def week_from(field, customer):
    begin = moment(customer[field])
    return {f"{field}:min": spell(begin), f"{field}:max": spell(begin + WEEK)}


def cursor_after(customer):
    """HTTP-93"""
    return base64.urlsafe_b64encode(json.dumps({"id": customer["id"]}).encode()).decode().rstrip("=")


def whole_name(customer):
    return f"{customer['first_name']} {customer['last_name']}"


# (key, title, query of a few customers chosen at random; the first one is "the" customer)
QUERIES = (
    ("id", "id:in, ten", lambda chosen: {"id:in": ",".join(str(one["id"]) for one in chosen[:10])}),
    ("email", "email:in, three", lambda chosen: {"email:in": ",".join(one["email"] for one in chosen[:3])}),
    ("name", "name:like, a whole name", lambda chosen: {"name:like": whole_name(chosen[0])}),
    ("part", "name:like, half a name, next page", lambda chosen: {
        "name:like": chosen[0]["last_name"][:6], "after": cursor_after(chosen[1])}),
    ("created", "created within a week", lambda chosen: week_from("date_created", chosen[0])),
    ("modified", "modified within a week", lambda chosen: week_from("date_modified", chosen[0])),
    ("since", "created since", lambda chosen: {"date_created:min": chosen[0]["date_created"]}),
    ("by_name", "sort=last_name:asc", lambda _: {"sort": "last_name:asc"}),
    ("by_created", "sort=date_created:desc", lambda _: {"sort": "date_created:desc"}),
    ("by_modified", "sort=date_modified:desc", lambda _: {"sort": "date_modified:desc"}),
)


def path_of(query):
    return "/stores/bench/v3/customers?" + urllib.parse.urlencode({"limit": 50} | query)


class Part(Base):
    def __init__(self, session):
        super().__init__(session)
        self.works = []
        for size in (session.settings.small, session.settings.large):
            server = session.reader(size)
            customers = self._sample(server, size)
            for key, _, query in QUERIES:
                paths = session.folder / f"{key}-{size.customers}.paths"
                paths.write_text("".join(self._paths(customers, query)), encoding="ascii")
                self.works.append((f"customers {key} {size.customers}", server, paths))

    @staticmethod
    def _sample(server, size):
        ids = sorted(random.Random(13).sample(range(1, size.customers + 1), SAMPLED))
        sampled = []
        for i in range(0, SAMPLED, 50):
            asked = ",".join(map(str, ids[i:i + 50]))
            sampled += json.loads(server.get(f"/stores/bench/v3/customers?limit=50&id:in={asked}"))["data"]
        return sampled

    @staticmethod
    def _paths(customers, query):
        generator = random.Random(17)
        for _ in range(SAMPLED):
            yield path_of(query(generator.sample(customers, 10))) + "\n"

    def round(self):
        half = len(self.works) // 2
        for pair in zip(self.works[:half], self.works[half:]):
            for _ in self.session.turns():
                for name, server, paths in pair:
                    self.session.load_paths(name, server, paths, seconds=1, connections=CONNECTIONS)

    def lines(self):
        settings, session = self.session.settings, self.session
        large, small = settings.large.customers, settings.small.customers
        for key, title, _ in QUERIES:
            names = f"customers {key} {large}", f"customers {key} {small}"
            yield report.line(f"customers.{key}", f"customers, {title}: p50 ms, {large:,} / {small:,}",
                              *(session.median(name, "p50_ms") for name in names),
                              tuple(session.cpu(name) for name in names))
