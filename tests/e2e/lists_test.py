"""Lists of metafields: filters, order, both paginations (metafields.md §6, http.md §§6-7)."""

import threading
import unittest
import urllib.parse

from support.cases import METAFIELD_MEMBERS, ServerCase, field


def query_of(link):
    return dict(urllib.parse.parse_qsl(link.removeprefix("?"), keep_blank_values=True))


class Filters(ServerCase):
    def setUp(self):
        super().setUp()
        self.one, self.two = (row["id"] for row in self.make_customers(2))
        self.make_fields(self.one, ["a", "b", "c"], namespace="n1")
        self.make_fields(self.two, ["a", "b"], namespace="n2")
        self.make_fields(self.two, ["z"], namespace="N1")

    def keys(self, query, path=None):
        answer = self.ok(self.api.get(path or "/customers/metafields", query))
        self.assertEqual(answer.meta["pagination"]["total"], len(answer.data))
        return [(row["resource_id"], row["key"]) for row in answer.data]

    def test_each_filter(self):
        one, two = self.one, self.two
        cases = {
            "key=a": [(one, "a"), (two, "a")],  # MF-98
            "key=A": [],  # MF-16
            "namespace=n1": [(one, "a"), (one, "b"), (one, "c")],
            "namespace=N1": [(two, "z")],
            "key:in=a,z": [(one, "a"), (two, "a"), (two, "z")],  # MF-99
            "namespace:in=n2,N1": [(two, "a"), (two, "b"), (two, "z")],
            "key=a&namespace=n2": [(two, "a")],  # MF-92
            "key=a&key:in=a,b": [(one, "a"), (two, "a")],
            "key:in=&key=a": [],  # MF-95
            "direction=desc&key=a": [(two, "a"), (one, "a")],  # MF-93, MF-100
            "id=2": [(one, "b")],  # MF-105
            "id:in=1,6": [(one, "a"), (two, "z")],
            "id:not_in=1,2,3": [(two, "a"), (two, "b"), (two, "z")],
            "id:min=5": [(two, "b"), (two, "z")],
            "id:max=2": [(one, "a"), (one, "b")],
            "id:greater=5": [(two, "z")],
            "id:less=2": [(one, "a")],
            "id:min=2&id:max=3": [(one, "b"), (one, "c")],
            f"resource_id:in={two}": [(two, "a"), (two, "b"), (two, "z")],  # MF-106
        }
        for query, expected in cases.items():
            with self.subTest(query):
                self.assertEqual(self.keys(query), expected)
        self.assertEqual(self.keys("key:in=a,z", f"/customers/{two}/metafields"), [(two, "a"), (two, "z")])
        for query in ("key:like=a", "value=red&permission_set=read"):  # MF-91, MF-96
            self.assert_status(self.api.get("/customers/metafields", query), 422)

    def test_bad_filters_are_bad_input(self):  # HTTP-86, HTTP-104, HTTP-109
        for query in ("page=0", "page=-1", "page=x", "page=1.5", "page=", "limit=0", "limit=x", "direction=sideways",
                      "id=x", "id:in=1,x", "id:min=x", "date_created:min=soon", "date_modified=2024-02-30",
                      "before=aWQ6MQ&after=aWQ6MQ", "after=", "after=bm9uc2Vuc2U",
                      "page=99999999999999999999", "key=%ff", "key=%00", "key=%"):
            for path in ("/customers/metafields", f"/customers/{self.one}/metafields"):
                with self.subTest(path + "?" + query):
                    self.assert_bad_input(self.api.get(path, query))

    def test_limit_boundaries(self):  # HTTP-80, HTTP-85
        self.assertEqual(self.ok(self.api.get("/customers/metafields", "limit=250")).meta["pagination"]["per_page"], 250)
        self.assert_error(self.api.get("/customers/metafields", "limit=251"), 413,
                          "The request payload is too large. The maximum limit is 250.")
        self.assertEqual(self.ok(self.api.get("/customers/metafields", "limit=1.0")).meta["pagination"]["per_page"], 1)

    def test_field_selection(self):  # HTTP-100, HTTP-101, MF-94, MF-72
        for names in (["key"], ["value", "key"], ["resource_id", "date_created"], ["nonsense"]):
            row = self.ok(self.api.get("/customers/metafields", {"include_fields": ",".join(names)})).data[0]
            self.assertEqual(list(row), [m for m in METAFIELD_MEMBERS if m == "id" or m in names])
        row = self.ok(self.api.get("/customers/metafields", "exclude_fields=id,value")).data[0]
        self.assertEqual(list(row), [m for m in METAFIELD_MEMBERS if m != "value"])
        row = self.ok(self.api.get("/customers/metafields")).data[0]
        self.assertEqual(list(row), METAFIELD_MEMBERS)  # MF-12

    def test_links_repeat_the_query(self):  # HTTP-82, HTTP-83
        answer = self.ok(self.api.get("/customers/metafields", "limit=2&page=2&key%3Ain=a%2Cb&foo=b%20r"))
        rest = "&limit=2&key%3Ain=a%2Cb&foo=b%20r"
        self.assertEqual(answer.meta["pagination"]["links"],
                         {"previous": "?page=1" + rest, "current": "?page=2" + rest})
        for link in answer.meta["pagination"]["links"].values():
            self.ok(self.api.get("/customers/metafields", link[1:]))


class Dates(ServerCase):
    env = {"FIELDSTONE_FIXED_TIME_MS": "1655404740000"}  # 2022-06-16T18:39:00Z

    def setUp(self):
        super().setUp()
        self.customer = self.make_customer()["id"]
        self.make_field(self.customer)

    def test_date_filters(self):  # MF-103, MF-104, HTTP-107, HTTP-108
        hits = ["date_created:min=2022-06-16T18:39:00", "date_created:max=2022-06-16T18:39:00Z", "date_created=2022-06-16",
                "date_created:min=2022-06-16", "date_created:max=2022-06-17", "date_modified=2022-06-16T18:39:00",
                "date_modified:min=2022-06-16T20:39:00%2B02:00", "date_modified:max=1655404740",
                "date_created:min=2022-06-01&date_created:max=2022-06-30"]
        misses = ["date_created:min=2022-06-16T18:39:01", "date_created:max=2022-06-16", "date_created=2022-06-15",
                  "date_modified:max=2022-06-16T18:38:59Z", "date_modified:min=2022-06-16T18:40:00%2B00:00",
                  "date_modified=2022-06-16T18:39:01", "date_created:max=1655404739"]
        for path in ("/customers/metafields", f"/customers/{self.customer}/metafields"):
            for expected, queries in ((1, hits), (0, misses)):
                for query in queries:
                    with self.subTest(path + "?" + query):
                        answer = self.ok(self.api.get(path, query))
                        self.assertEqual((len(answer.data), answer.meta["pagination"]["total"]), (expected, expected))


class Pages(ServerCase):
    """Walking pages or cursors in any size visits every visible row once, in order."""

    def setUp(self):
        super().setUp()
        self.other, _ = self.new_app()
        self.ids = [row["id"] for row in self.make_customers(3)]
        items = [field(key=f"k{n:03}", resource_id=self.ids[n % 3],
                       permission_set="app_only" if n % 4 == 0 else "read") for n in range(60)]
        self.made = self.ok(self.api.post("/customers/metafields", items)).data
        # The other app has its own in between; the owner must not see them.
        hidden = [field(key=f"h{n}", resource_id=self.ids[0]) for n in range(10)]
        self.ok(self.other.post("/customers/metafields", hidden))
        self.visible = {"owner": [row["id"] for row in self.made],
                        "other": [row["id"] for row in self.made if row["permission_set"] == "read"] +
                                 [row["id"] for row in self.other.get("/customers/metafields", "key:in=" + ",".join(
                                     f"h{n}" for n in range(10))).data]}

    def walk(self, api, start, block, path="/customers/metafields"):
        """Follows `next` from the first page; at most 200 steps."""
        seen, query = [], start
        for _ in range(200):
            answer = self.ok(api.get(path, query))
            seen += [row["id"] for row in answer.data]
            follow = answer.meta[block]["links"].get("next")
            if follow is None:
                return seen
            query = follow[1:]
        raise AssertionError("the list does not end")

    def test_every_size_both_ways_both_callers(self):  # HTTP-80 … HTTP-97, MF-90, MF-97, MF-107, MF-108
        for who, api in (("owner", self.api), ("other", self.other)):
            for size in (1, 2, 3, 7, 44, 45, 55, 59, 60, 61, 250):
                for block in ("pagination", "cursor_pagination"):
                    for direction in ("asc", "desc"):
                        with self.subTest(f"{who} {size} {block} {direction}"):
                            expected = self.visible[who] if direction == "asc" else self.visible[who][::-1]
                            seen = self.walk(api, f"limit={size}&direction={direction}", block)
                            self.assertEqual(seen, expected)

    def test_backwards(self):  # HTTP-90
        query, pages = f"limit=7&before=aWQ6{'OTk5OTk5'}", []  # id:999999
        for _ in range(50):
            answer = self.ok(self.api.get("/customers/metafields", query))
            pages.insert(0, [row["id"] for row in answer.data])
            follow = answer.meta["cursor_pagination"]["links"].get("previous")
            if follow is None:
                break
            query = follow[1:]
        self.assertEqual(sum(pages, []), self.visible["owner"])

    def test_blocks_and_counts(self):  # HTTP-81, HTTP-84, HTTP-95, HTTP-96
        for query, blocks in (("", ["pagination", "cursor_pagination"]), ("page=1", ["pagination", "cursor_pagination"]),
                              ("page=2&limit=10", ["pagination"]), ("after=aWQ6MQ", ["cursor_pagination"]),
                              ("before=aWQ6OQ&page=3", ["cursor_pagination"])):
            self.assertEqual(list(self.ok(self.api.get("/customers/metafields", query)).meta), blocks)
        page = self.ok(self.api.get("/customers/metafields", "limit=25&page=3")).meta["pagination"]
        self.assertEqual([page[m] for m in ("total", "count", "per_page", "current_page", "total_pages")],
                         [60, 10, 25, 3, 3])
        page = self.ok(self.api.get("/customers/metafields", "limit=25&page=9")).meta["pagination"]
        self.assertEqual((page["total"], page["count"], page["current_page"], page["links"].get("next")),
                         (60, 0, 9, None))
        self.assertEqual(query_of(page["links"]["previous"])["page"], "8")

    def test_a_cursor_survives_the_deletion_of_its_row(self):  # HTTP-94
        cursor = self.ok(self.api.get("/customers/metafields", "limit=5")).meta["cursor_pagination"]["end_cursor"]
        fifth = self.made[4]
        self.assert_status(self.api.delete(f"/customers/{fifth['resource_id']}/metafields/{fifth['id']}"), 204)
        after = self.ok(self.api.get("/customers/metafields", {"limit": 1, "after": cursor})).data
        self.assertEqual(after[0]["id"], self.made[5]["id"])

    def test_a_walk_while_others_insert_and_delete(self):  # HTTP-87, HTTP-90
        stop = threading.Event()
        writer, _ = self.new_app()

        def churn():
            n = 0
            while not stop.is_set() and n < 2000:
                answer = writer.post(f"/customers/{self.ids[n % 3]}/metafields", field(key=f"w{n}", permission_set="read"))
                if n % 2:
                    row = answer.data[0]
                    writer.delete(f"/customers/{row['resource_id']}/metafields/{row['id']}")
                n += 1

        thread = threading.Thread(target=churn)
        thread.start()
        try:
            for size in (1, 4, 9, 30):
                seen = self.walk(self.api, f"limit={size}&namespace=app&id:max={self.made[-1]['id']}", "cursor_pagination")
                self.assertEqual(seen, self.visible["owner"])
            # Rows that appear while walking stand at the end: those there at the start are seen once, in order.
            seen = self.walk(self.api, "limit=20", "cursor_pagination")
            self.assertEqual([one for one in seen if one in set(self.visible["owner"])], self.visible["owner"])
            self.assertEqual(seen, sorted(set(seen)))
        finally:
            stop.set()
            thread.join()


if __name__ == "__main__":
    unittest.main()
