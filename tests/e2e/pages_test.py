"""Pages of storefronts (content.md)."""

import json
import unittest

from support.cases import ServerCase


class Pages(ServerCase):
    scopes = "store_v2_content,store_channel_settings"
    url = "/content/pages"

    def page(self, name, **more):
        body = {"name": name, "type": "page", **more}
        return self.assert_status(self.api.post(self.url, body), 201).data

    def read(self, page, **query):
        return self.ok(self.api.get(f"{self.url}/{page['id']}", query=query or None)).data

    def test_one_object_or_an_array(self):  # PAGE-10
        self.assertIsInstance(self.page("One"), dict)
        many = [{"name": "Two", "type": "page"}, {"name": "Three", "type": "page"}]
        made = self.assert_status(self.api.post(self.url, many), 201).data
        self.assertEqual([page["name"] for page in made], ["Two", "Three"])
        bad = [{"name": "Four", "type": "page"}, {"name": "Five", "type": "raw"}]
        self.assert_status(self.api.post(self.url, bad), 422)
        self.assertEqual(len(self.ok(self.api.get(self.url)).data), 3)

    def test_names_and_addresses_are_unique(self):  # PAGE-1, PAGE-4
        first = self.page("About us")
        self.assertEqual(first["url"], "/about-us/")
        self.assert_status(self.api.post(self.url, {"name": "about US", "type": "page"}), 422)
        self.assertIn("url", self.assert_status(self.api.post(
            self.url, {"name": "Other", "type": "page", "url": "/about-us/"}), 422).text)
        self.assertEqual(self.page("About-us!")["url"], "/about-us-1/")
        self.assert_status(self.api.post(self.url, {"name": "No slash", "type": "page", "url": "x"}), 422)
        form = {"type": "contact_form", "email": "desk@example.com"}
        self.page("Desk", **form)
        self.assert_status(self.api.post(self.url, {"name": "Desk 2", **form}), 422)
        channel = self.ok(self.api.post("/channels", {"name": "B", "type": "storefront", "platform": "custom"})).data
        self.page("Elsewhere", url="/about-us/", channel_id=channel["id"])

    def test_members_go_by_type(self):  # PAGE-2, PAGE-3
        link = self.page("Out", type="link", link="https://example.com/")
        self.assertNotIn("url", link)
        raw = self.page("Raw", type="raw", body="<p>1</p>")
        self.assertEqual(raw["content_type"], "text/html")
        self.assertNotIn("meta_title", raw)
        for body in ({"type": "raw"}, {"type": "link"}, {"type": "blog"},
                     {"type": "contact_form", "contact_fields": "fullname,shoes"}):
            self.assert_status(self.api.post(self.url, {"name": "Wrong", **body}), 422)
        self.assert_status(self.api.put(f"{self.url}/{link['id']}", {"type": "raw"}), 422)
        changed = self.ok(self.api.put(f"{self.url}/{link['id']}", {"type": "raw", "body": "b"})).data
        self.assertNotIn("link", changed)
        self.assertEqual(changed["url"], "/out/")

    def test_bodies_are_asked_for(self):  # PAGE-9
        page = self.page("Essay", body="deep water")
        self.assertNotIn("body", self.read(page))
        self.assertEqual(self.read(page, include="body")["body"], "deep water")
        found = self.ok(self.api.get(self.url, query={"name:like": "WATER"})).data
        self.assertEqual([one["id"] for one in found], [page["id"]])
        self.assertEqual(self.ok(self.api.get(self.url, query={"name:like": "fire"})).data, [])

    def test_no_page_lies_below_itself(self):  # PAGE-5
        top = self.page("Top")
        below = self.page("Below", parent_id=top["id"])
        for parent in (top, below):
            self.assert_status(self.api.put(f"{self.url}/{top['id']}", {"parent_id": parent["id"]}), 422)

    def test_what_lay_below_stays_or_goes(self):  # PAGE-6, PAGE-7
        top = self.page("Top")
        below = self.page("Below", parent_id=top["id"])
        lowest = self.page("Lowest", parent_id=below["id"])
        self.assert_status(self.api.delete(f"{self.url}/{top['id']}"), 204)
        freed = self.read(below)
        self.assertEqual((freed["parent_id"], freed["is_visible"]), (0, False))
        self.assertEqual(self.read(lowest), lowest)
        self.assert_status(self.api.delete(self.url), 422)
        query = {"id:in": f"{below['id']},999", "delete_children": "true"}
        self.assert_status(self.api.delete(self.url, query=query), 404)
        self.assertEqual(self.ok(self.api.get(self.url)).data, [])
        other = self.page("Other")
        self.assert_status(self.api.delete(self.url, query={"id:in": str(other["id"])}), 204)

    def test_one_home_page(self):  # PAGE-8
        first = self.page("First", is_homepage=True)
        second = self.page("Second", is_homepage=True)
        self.assertEqual((self.read(first)["is_homepage"], self.read(second)["is_homepage"]), (False, True))

    def heard(self, channel, change):
        """[(name, page_id)] of what a hook for the pages of a channel hears of a change."""
        body = {"scope": f"store/channel/{channel}/page/*", "destination": "https://hooks.invalid/a"}
        hook = self.ok(self.api.post("/hooks", body)).data
        change()
        rows = self.server.database.rows(
            "SELECT o.scope, o.data FROM outbox o JOIN store s ON s.store_id = o.store_id"
            f" WHERE s.store_hash = '{self.store}' AND o.hook_id = {hook['id']} ORDER BY o.event_id")
        self.ok(self.api.delete(f"/hooks/{hook['id']}"))
        prefix = f"store/channel/{channel}/page/"
        self.assertTrue(all(scope.startswith(prefix) for scope, _ in rows), rows)
        return [(scope.removeprefix(prefix), json.loads(data)) for scope, data in rows]

    def test_channels_hear_of_their_pages(self):  # PAGE-11
        other = self.ok(self.api.post("/channels", {"name": "B", "type": "storefront", "platform": "custom"})).data["id"]
        one = self.page("One", channel_id=other)
        item = f"{self.url}/{one['id']}"
        told = {"page_id": one["id"]}
        self.assertEqual(self.heard(1, lambda: self.ok(self.api.put(item, {"sort_order": 1}))), [])
        self.assertEqual(self.heard(other, lambda: self.ok(self.api.put(item, {"sort_order": 2}))), [("updated", told)])
        self.assertEqual(self.heard(other, lambda: self.ok(self.api.put(item, {"sort_order": 2}))), [])  # REC-6
        batch = [{"id": one["id"], "sort_order": 3}]
        self.assertEqual(self.heard(other, lambda: self.ok(self.api.put(self.url, batch))), [("updated", told)])
        two = [{"name": f"Two {n}", "type": "page", "channel_id": other} for n in (1, 2)]
        made = self.heard(other, lambda: self.assert_status(self.api.post(self.url, two), 201))
        self.assertEqual([name for name, _ in made], ["created"] * 2)
        self.assertEqual([data["page_id"] for _, data in made], [one["id"] + 1, one["id"] + 2])
        refused = [{**two[0], "name": "Three"}, two[0]]
        self.assertEqual(self.heard(other, lambda: self.assert_status(self.api.post(self.url, refused), 422)), [])

    def test_channels_hear_what_follows(self):  # PAGE-6, PAGE-8, PAGE-11
        first = self.page("First", is_homepage=True)
        second = self.page("Second", parent_id=first["id"])
        heard = self.heard(1, lambda: self.ok(self.api.put(f"{self.url}/{second['id']}", {"is_homepage": True})))
        self.assertEqual(sorted((name, data["page_id"]) for name, data in heard),
                         [("updated", first["id"]), ("updated", second["id"])])
        # Nothing is published for a page that goes; what lay below it is updated.
        heard = self.heard(1, lambda: self.assert_status(self.api.delete(f"{self.url}/{first['id']}"), 204))
        self.assertEqual(heard, [("updated", {"page_id": second["id"]})])
        self.assertEqual(self.server.cli("check").returncode, 0)


if __name__ == "__main__":
    unittest.main()
