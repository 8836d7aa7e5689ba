"""Golden cases: whole requests over a real socket, whole answers compared, member order included.

A case is a file <group>/<RULE>_<claim>.http of sections that begin with a line "### name":

    # Comments. "# serve: OPTION…" gives options of the server; cases with equal options share one, but
    # for a case that says "# alone".
    ### given            any number of times: a request whose answer must be 2xx
    POST /v3/customers
    [{"email":"a@example.com","first_name":"A","last_name":"B"}]
    ### request
    GET /v3/customers?limit=1
    Accept: text/html
    ### response
    200
    Content-Type: application/json
    {"data":[…]}

A target that does not begin with /stores/ is below the case's own store. The token is the owner's unless
the case sends an X-Auth-Token of its own: @owner, @other, @full (all metafields), @reader (read-only
scope), @stranger (no customer scope), @foreign (another store), or a literal. "X-Auth-Token: -" sends
none. The server's clock is frozen, so nothing is masked but the headers of IGNORED, and the numbers of
stores, which are random.

Usage: run.py --binary build/dev/fieldstone [--rewrite] [--filter TEXT]
"""

import argparse
import difflib
import http.client
import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from support.server import Server  # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parent
FIXED_TIME_MS = "1655404740000"  # 2022-06-16T18:39:00Z
IGNORED = {"date", "x-request-id", "content-length", "connection"}
STORE_ID = re.compile(r'("store_id":|"account_uuid":"00000000-0000-4000-8000-00)\d+')
SCOPES = {
    "owner": "store_v2_customers,store_v2_information,store_v2_products,store_v2_content,store_v2_marketing",
    "other": "store_v2_customers",
    "full": "store_v2_customers,store_metafield_write_all",
    "reader": "store_v2_customers_read_only",
    "stranger": "store_v2_products",
    "foreign": "store_v2_customers",
    "shop": "store_v2_orders,store_v2_products,store_v2_transactions",
    "keeper": "store_locations,store_inventory,store_v2_products",
}


class Message:
    """One section: a first line, headers, and after them the body."""

    def __init__(self, lines):
        self.first = lines[0]
        self.headers = []
        index = 1
        while index < len(lines) and ": " in lines[index] and lines[index][0] not in "[{\"":
            name, _, value = lines[index].partition(": ")
            self.headers.append((name, value))
            index += 1
        self.body = "\n".join(lines[index:])


class Case:
    def __init__(self, path):
        self.path = path
        self.name = str(path.relative_to(FOLDER))
        self.given = []
        self.options = []
        sections = path.read_text(encoding="utf-8").split("### ")
        self.head = sections[0]
        self.requests_text = ""
        for line in self.head.splitlines():
            if line.startswith("# serve:"):
                self.options = line.removeprefix("# serve:").split()
        self.world = (self.name if "# alone\n" in self.head else "", *self.options)
        self.expected = None
        for section in sections[1:]:
            kind, _, text = section.partition("\n")
            message = Message(text.rstrip("\n").split("\n"))
            if kind == "response":
                self.expected = text.rstrip("\n")
                continue
            self.requests_text += "### " + section
            if kind == "given":
                self.given.append(message)
            elif kind == "request":
                self.request = message
            else:
                raise SystemExit(f"{self.name}: what is a section named {kind!r}?")


class World:
    """One server and the stores of the cases that run on it."""

    def __init__(self, options):
        self.server = Server([*options, "--access-log", "false"], {"FIELDSTONE_FIXED_TIME_MS": FIXED_TIME_MS}).start()

    def close(self):
        self.server.close()


class Run:
    def __init__(self, world, case):
        self.server = world.server
        self.case = case
        self.store = self.server.create_store()
        self.roles = set()
        self.connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=60)

    def token(self, role):
        store = self.server.create_store() if role == "foreign" and role not in self.roles else self.store
        token = f"{role}{self.store}"
        if role not in self.roles:
            self.server.create_account(store, SCOPES[role], name=role, client_id=role, token=token)
            self.roles.add(role)
        return token

    def send(self, message):
        method, _, target = message.first.partition(" ")
        if not target.startswith("/stores/") and target.startswith("/"):
            target = f"/stores/{self.store}{target}"
        headers = dict(message.headers)
        headers.setdefault("X-Auth-Token", "@owner")
        if headers["X-Auth-Token"].startswith("@"):
            headers["X-Auth-Token"] = self.token(headers["X-Auth-Token"][1:])
        if message.body:
            headers.setdefault("Content-Type", "application/json")
        body = message.body.encode("utf-8") if message.body else None
        self.connection.putrequest(method, target, skip_accept_encoding=True, skip_host="Host" in headers)
        for name, value in headers.items():
            if value != "-":
                self.connection.putheader(name, "" if value == "(empty)" else value)
        if body is not None:
            self.connection.putheader("Content-Length", str(len(body)))
        self.connection.endheaders(body)
        answer = self.connection.getresponse()
        return answer, answer.read().decode("utf-8")

    def __call__(self):
        for message in self.case.given:
            answer, body = self.send(message)
            if not 200 <= answer.status < 300:
                raise AssertionError(f"given {message.first}: {answer.status} {body}")
        answer, body = self.send(self.case.request)
        self.connection.close()
        lines = [str(answer.status)]
        lines += [f"{name}: {value}" for name, value in answer.getheaders() if name.lower() not in IGNORED]
        if body:
            lines.append(body)
        text = "\n".join(lines).replace(self.store, "{store}")
        return STORE_ID.sub(r"\1{store_id}", text)


def check(world, case, rewrite):
    try:
        got = Run(world, case)()
    except (AssertionError, OSError, http.client.HTTPException) as error:
        print(f"FAIL {case.name}: {error!r}")
        return False
    if rewrite:
        case.path.write_text(case.head + case.requests_text + "### response\n" + got + "\n", encoding="utf-8")
        return True
    if got == case.expected:
        return True
    print(f"FAIL {case.name}")
    expected = (case.expected or "").split("\n")
    print("\n".join(difflib.unified_diff(expected, got.split("\n"), "expected", "got", lineterm="", n=1)))
    return False


def main():
    parser = argparse.ArgumentParser(description="Runs the golden cases.")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--rewrite", action="store_true", help="store the answers; the diff is the review")
    parser.add_argument("--filter", default="")
    arguments = parser.parse_args()
    os.environ["FIELDSTONE_BIN"] = arguments.binary

    cases = [Case(path) for path in sorted(FOLDER.glob("*/*.http"))]
    cases = [case for case in cases if arguments.filter in case.name]
    worlds = {}
    failed = 0
    try:
        for case in cases:
            if case.world not in worlds:
                worlds[case.world] = World(case.options)
            failed += not check(worlds[case.world], case, arguments.rewrite)
    finally:
        for world in worlds.values():
            world.close()
    print(f"{len(cases) - failed} of {len(cases)} golden cases {'written' if arguments.rewrite else 'passed'}")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
