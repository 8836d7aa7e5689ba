"""Random work of one client for the crash harness, and what must be stored after the server was killed.

An Owner works alone on things of its own and so knows exactly what is stored; the one operation that was under way at
the crash happened wholly or not at all. Others see the same server; crash_sharers.py has those who fight over one thing."""

from .cases import customer, field


def address(owner, label, city):
    return {"customer_id": owner, "first_name": "a", "last_name": "b", "address1": label, "city": city,
            "state_or_province": "SH", "postal_code": "1", "country_code": "DE"}


class Owner:
    """`model` maps a document, such as ("field", key), to its content; `ids` to its id. `told` is what a hook must have
    heard of the owner's products: (change, metafield id), for changes that happened and for no other."""

    def __init__(self, load, number, chance):
        self.load, self.number, self.chance = load, number, chance
        self.tag = f"w{number}"
        self.counter = 0
        self.pending = None  # the model as it is if the operation under way happens
        self.told = []
        self.log = []
        api = load.api()
        self.customer = self._good(api.post("/customers", [customer(f"owner{number}", company="owner")])).data[0]["id"]
        self.product = self._good(api.post("/catalog/products", {
            "name": f"Product {number}", "type": "physical", "weight": 1, "price": 1})).data["id"]
        self.model, self.ids = self.snapshot(api)
        api.close()

    def run(self, stop):
        api = self.load.api()
        while not stop.is_set():
            operation = self.chance.choice(self.OPERATIONS)
            request = operation(self)
            if request is None:
                continue
            method, path, body, after = request[:4]
            options = request[4] if len(request) > 4 else {}
            self.pending = after
            self.log.append(f"{method} {path} {body}")
            answer = api.request(method, path, body, **options)
            assert answer.status in (200, 201, 204), (method, path, body, answer)
            before, ids = self.model, dict(self.ids)
            self.model, self.pending = after, None
            self._learn(answer)
            self.told += self._events(before, after, {**ids, **self.ids})
            self.load.acknowledge()
        api.close()

    def verify(self, api):
        """After a crash: what is stored is what was acknowledged, with the operation under way or without."""
        ids = self.ids
        stored, self.ids = self.snapshot(api)
        possible = [self.model] if self.pending is None else [self.model, self.pending]
        if stored not in possible:
            differences = [sorted(set(stored.items()) ^ set(model.items()), key=str) for model in possible]
            raise AssertionError(f"owner {self.number} lost or gained: {differences}; last: {self.log[-3:]}")
        self.told += self._events(self.model, stored, {**ids, **self.ids})
        self.model, self.pending = stored, None

    @staticmethod
    def _events(before, after, ids):
        """What a change of the model raises for the hook that hears of products' metafields."""
        products = [document for document in {**before, **after} if document[0] == "product"]

        def change(document):
            if document not in before:
                return "created"
            return "deleted" if document not in after else "updated"

        return [(change(document), ids[document]) for document in products
                if before.get(document) != after.get(document)]

    # What is stored.

    def snapshot(self, api):
        model, ids = {}, {}

        def add(document, content, number=None):
            assert document not in model, f"{document} is there twice"
            model[document] = content
            ids[document] = number

        def rows(path, query):
            answer = self._good(api.get(path, query))
            total = answer.meta["pagination"]["total"]
            assert total == len(answer.data), f"{path}: total {total}, rows {len(answer.data)}"
            return answer.data

        for row in rows(f"/customers/{self.customer}/metafields", "limit=250"):
            add(("field", row["key"]), row["value"], row["id"])
        for row in rows("/catalog/products/metafields", f"limit=250&namespace={self.tag}"):
            add(("product", row["key"]), row["value"], row["id"])
        for row in rows("/customers/addresses", f"limit=250&customer_id:in={self.customer}"):
            add(("address", row["address1"]), row["city"], row["id"])
        for row in rows("/customers/attribute-values", f"limit=250&customer_id:in={self.customer}"):
            add(("attribute", row["attribute_id"]), row["attribute_value"], row["id"])
        for row in rows("/customers", f"limit=250&company:in={self.tag}"):
            add(("customer", row["email"]), row["first_name"], row["id"])
            assert row["address_count"] == 1, row  # it was created with one
        me = rows("/customers", f"id:in={self.customer}")[0]
        add(("name",), me["first_name"])
        assert me["address_count"] == sum(kind[0] == "address" for kind in model), me
        assert me["attribute_count"] == sum(kind[0] == "attribute" for kind in model), me
        consent = self._good(api.get(f"/customers/{self.customer}/consent")).json()
        add(("consent",), tuple(consent["allow"]))
        for row in self._groups(api):
            add(("group", row["name"]), "", row["id"])
        for row in rows("/hooks", "limit=250"):
            if row["destination"].startswith(f"https://example.com/{self.tag}-"):
                add(("hook", row["destination"]), self._hook_content(row), row["id"])
        return model, ids

    def _groups(self, api):
        answer = api.get("/customer_groups", "limit=250", version="v2")
        return [] if answer.status == 204 else [row for row in self._good(answer).json()
                                                if row["name"].startswith(self.tag + "-")]

    @staticmethod
    def _hook_content(row):
        return row["scope"], row["is_active"], (row["headers"] or {}).get("X-N")

    @staticmethod
    def _good(answer):
        assert answer.status in (200, 201), answer
        return answer

    def _learn(self, answer):
        """Ids of what was created."""
        data = answer.json() if answer.body else []
        data = data.get("data", data) if isinstance(data, dict) else data
        for row in data if isinstance(data, list) else [data]:
            if not isinstance(row, dict):
                continue  # a deletion answers ids
            key_kind = "product" if row.get("resource_type") == "product" else "field"
            for document in ((key_kind, row.get("key")), ("address", row.get("address1")),
                             ("customer", row.get("email")), ("group", row.get("name")),
                             ("hook", row.get("destination"))):
                if document in self.model:
                    self.ids[document] = row["id"]

    # Operations: method, path, body, the model after it; None when there is nothing to work on.

    def _new(self, count):
        self.counter += count
        return [f"{self.tag}-{n}" for n in range(self.counter - count, self.counter)]

    def _some(self, kind, count):
        known = [document for document in self.model if document[0] == kind]
        return self.chance.sample(known, min(count, len(known)))

    def _changed(self, documents, content):
        return {**self.model, **{document: content for document in documents}}

    def _without(self, documents):
        return {document: content for document, content in self.model.items() if document not in documents}

    def create_field(self):
        if len(self._some("field", 250)) > 200:
            return None
        (key,) = self._new(1)
        value = key * self.chance.choice([1, 10, 5_000])
        return "POST", f"/customers/{self.customer}/metafields", field(key, value), self._changed([("field", key)], value)

    def update_field(self):
        for document in self._some("field", 1):
            value = f"changed {self._new(1)[0]}"
            return ("PUT", f"/customers/{self.customer}/metafields/{self.ids[document]}", {"value": value},
                    self._changed([document], value))

    def delete_field(self):
        for document in self._some("field", 1):
            return ("DELETE", f"/customers/{self.customer}/metafields/{self.ids[document]}", None,
                    self._without([document]))

    def create_batch(self):
        if len(self._some("product", 250)) > 200:
            return None
        keys = self._new(self.chance.randrange(2, 9))
        items = [field(key, key, namespace=self.tag, resource_id=self.product) for key in keys]
        return "POST", "/catalog/products/metafields", items, {**self.model, **{("product", key): key for key in keys}}

    def update_batch(self):
        documents = self._some("product", 5)
        value = f"changed {self._new(1)[0]}"
        items = [{"id": self.ids[document], "value": value} for document in documents]
        return documents and ("PUT", "/catalog/products/metafields", items, self._changed(documents, value)) or None

    def delete_batch(self):
        documents = self._some("product", 5)
        items = [self.ids[document] for document in documents]
        return documents and ("DELETE", "/catalog/products/metafields", items, self._without(documents)) or None

    def create_addresses(self):
        if len(self._some("address", 250)) > 200:
            return None
        labels = self._new(2)
        return ("POST", "/customers/addresses", [address(self.customer, label, "Kiel") for label in labels],
                self._changed([("address", label) for label in labels], "Kiel"))

    def update_addresses(self):
        documents = self._some("address", 3)
        city = self._new(1)[0]
        items = [{"id": self.ids[document], "city": city} for document in documents]
        return documents and ("PUT", "/customers/addresses", items, self._changed(documents, city)) or None

    def delete_addresses(self):
        documents = self._some("address", 2)
        ids = ",".join(str(self.ids[document]) for document in documents)
        return documents and ("DELETE", "/customers/addresses", None, self._without(documents),
                              {"query": f"id:in={ids}"}) or None

    def put_attributes(self):
        value = self._new(1)[0]
        items = [{"customer_id": self.customer, "attribute_id": n, "value": value} for n in (1, 2)]
        return "PUT", "/customers/attribute-values", items, self._changed([("attribute", 1), ("attribute", 2)], value)

    def put_consent(self):
        allowed = tuple(name for name in ("essential", "functional", "analytics") if self.chance.random() < 0.5)
        return ("PUT", f"/customers/{self.customer}/consent", {"allow": list(allowed), "deny": []},
                self._changed([("consent",)], allowed))

    def rename(self):
        name = self._new(1)[0]
        return "PUT", "/customers", [{"id": self.customer, "first_name": name}], self._changed([("name",)], name)

    def create_customers(self):
        if len(self._some("customer", 250)) > 100:
            return None
        emails = [f"{name}@example.com" for name in self._new(3)]
        place = {name: text for name, text in address(0, "x", "y").items() if name != "customer_id"}
        items = [{"email": email, "first_name": "new", "last_name": "x", "company": self.tag, "addresses": [place]}
                 for email in emails]
        return "POST", "/customers", items, self._changed([("customer", email) for email in emails], "new")

    def update_customers(self):
        documents = self._some("customer", 3)
        name = self._new(1)[0]
        items = [{"id": self.ids[document], "first_name": name} for document in documents]
        return documents and ("PUT", "/customers", items, self._changed(documents, name)) or None

    def delete_customers(self):
        documents = self._some("customer", 2)
        ids = ",".join(str(self.ids[document]) for document in documents)
        return documents and ("DELETE", "/customers", None, self._without(documents), {"query": f"id:in={ids}"}) or None

    def create_group(self):
        if len(self._some("group", 100)) > 10:
            return None
        (name,) = self._new(1)
        return ("POST", "/customer_groups", {"name": name}, self._changed([("group", name)], ""), {"version": "v2"})

    def delete_group(self):
        for document in self._some("group", 1):
            return ("DELETE", f"/customer_groups/{self.ids[document]}", None, self._without([document]),
                    {"version": "v2"})

    # Of events that nothing here raises: these hooks are about being stored, not about what they hear.
    SCOPES = ["store/brand/metafield/*", "store/category/metafield/created", "store/cart/metafield/deleted"]

    def create_hook(self):
        if len(self._some("hook", 10)) > 3:
            return None
        destination, scope = f"https://example.com/{self._new(1)[0]}", self.SCOPES[self.number % 3]
        body = {"scope": scope, "destination": destination, "headers": {"X-N": destination}}
        return "POST", "/hooks", body, self._changed([("hook", destination)], (scope, True, destination))

    def update_hook(self):
        for document in self._some("hook", 1):
            active, value = self.chance.random() < 0.5, self._new(1)[0]
            return ("PUT", f"/hooks/{self.ids[document]}", {"is_active": active, "headers": {"X-N": value}},
                    self._changed([document], (self.model[document][0], active, value)))

    def delete_hook(self):
        for document in self._some("hook", 1):
            return "DELETE", f"/hooks/{self.ids[document]}", None, self._without([document])

    OPERATIONS = [create_field, create_field, update_field, delete_field, create_batch, update_batch, delete_batch,
                  create_addresses, update_addresses, delete_addresses, put_attributes, put_consent, rename,
                  create_customers, update_customers, delete_customers, create_group, delete_group,
                  create_hook, update_hook, delete_hook]
