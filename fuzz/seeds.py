"""Makes the seeds of fuzz/corpus from the golden cases and from texts that the sheets name.

Seeds are where a fuzzer begins; what it finds beyond them is added by `make fuzz-merge`. A seed's name
begins with "seed_", is that of its case, and is rewritten when the case changes.

Usage: seeds.py     rewrites fuzz/corpus/*/seed_*
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/golden"), str(ROOT / "tests/e2e")]
from run import Case, FOLDER  # noqa: E402

TOKENS = {"@owner": 0, "@other": 1, "@full": 2, "@reader": 3, "@foreign": 4}
SEPARATOR = b"\x1e"
MAX_BYTES = 3000


def place_of(verb, path):
    """Where endpoints.cpp looks for a row: FNV-1a, folded to 16 bits."""
    value = 2166136261
    for byte in f"{verb} {path}".encode():
        value = ((value ^ byte) * 16777619) % 2**32
    return (value ^ (value >> 16)) % 2**16


def read_routes():
    lines = (ROOT / "tests/contract/routes.txt").read_text(encoding="ascii").splitlines()
    paths = {line.split()[0] for line in lines if line}
    # Literal segments first (MF-61).
    ordered = sorted(paths, key=lambda path: path.replace("{", "\x7f"))
    return [(re.compile(re.sub(r"\{\w+\}", "([^/]+)", path) + "$"), re.sub(r"\{\w+\}", "{}", path))
            for path in ordered]


def request_of(message, routes):
    """A message of a golden case as a request of endpoints.cpp; nothing when it has no row."""
    verb, _, target = message.first.partition(" ")
    path, _, query = target.partition("?")
    headers = dict(message.headers)
    for pattern, template in routes:
        found = pattern.match(path)
        if not found:
            continue
        place = place_of("GET" if verb == "HEAD" else verb, template)
        options = TOKENS.get(headers.get("X-Auth-Token", "@owner"), 0) | (8 if verb == "HEAD" else 0)
        line = "/".join(found.groups()) + (f"?{query}" if query else "")
        return bytes([place >> 8, place & 255, options]) + f"{line}\n{message.body}".encode()
    return None


def row(verb, path, options, values, body=None):
    """A request of endpoints.cpp."""
    place = place_of(verb, path)
    text = f"{values}\n" + (json.dumps(body) if body is not None else "")
    return bytes([place >> 8, place & 255, options]) + text.encode()


def told_seeds():
    """Changes that hooks hear of: two events a metafield, an app_only one for its owner alone."""
    def hook(token, scope):
        return row("POST", "/v3/hooks", token, "", {"scope": scope, "destination": "https://a.example/hook"})
    field = {"permission_set": "app_only", "namespace": "n", "key": "k", "value": "v"}
    person = {"email": "a@x.example", "first_name": "a", "last_name": "b"}
    fields = "/v3/customers/{}/metafields"
    yield "told_fields", SEPARATOR.join([
        hook(0, "store/metafield/*"), hook(1, "store/customer/metafield/*"), hook(2, "store/metafield/created"),
        row("POST", "/v3/customers", 0, "", [person]), row("POST", fields, 0, "1", field),
        row("PUT", fields + "/{}", 0, "1/1", {"permission_set": "read"}), row("DELETE", fields + "/{}", 0, "1/1")])
    yield "told_customers", SEPARATOR.join([
        hook(0, "store/customer/*"), hook(1, "store/customer/address/*"), row("POST", "/v3/customers", 0, "", [person]),
        row("PUT", "/v3/customers", 0, "", [{"id": 1, "channel_ids": [1, 2]}]),
        row("PUT", "/v3/hooks/{}", 0, "1", {"is_active": False}),
        row("DELETE", "/v3/customers", 0, "?id:in=1"), row("DELETE", "/v3/hooks/{}", 1, "2"), row("GET", "/v3/hooks", 0, "")])


def endpoint_seeds(cases):
    routes = read_routes()
    yield from told_seeds()
    for case in cases:
        requests = [request_of(message, routes) for message in [*case.given, case.request]]
        seed = SEPARATOR.join(request for request in requests if request)
        if seed and len(seed) <= MAX_BYTES:
            yield case.path.stem, seed


def head_seeds():
    heads = {
        "get": "GET /stores/a/v3/customers?limit=1 HTTP/1.1\r\nHost: a\r\nX-Auth-Token: t\r\n\r\n",
        "post": "POST /v3 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n[]GET / HTTP/1.1\r\n",
        "chunked": "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "5;x=y\r\nhello\r\n0\r\nX: y\r\n\r\n",
        "absolute": "\r\nGET http://a/b?c HTTP/1.0\r\n\r\n",
        "expect": "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
        "both_lengths": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "two_lengths": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
        "equal_lengths": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        "folded": "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n",
        "bare_lf": "GET / HTTP/1.1\nHost: a\n\n",
        "blank_before_colon": "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "upgrade": "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\n\r\n",
    }
    return ((name, b"\x06" + text.encode()) for name, text in heads.items())


def target_seeds(cases):
    for case in cases:
        target = case.request.first.partition(" ")[2]
        if target.startswith("/v"):
            yield case.path.stem, f"/stores/demo{target}".encode()
    yield "escapes", b"/stores/a%2Fb/v3/customers/%31/metafields?key=a%20b+c&key=%C3%A9&&x"


def query_seeds(cases):
    for case in cases:
        query = case.request.first.partition("?")[2]
        if query:
            yield case.path.stem, query.encode()
    for number, text in enumerate([
            "2024-05-14", "2024-05-14T09:34:00", "2024-05-14T09:34:00.123+02:00", "1718000000",
            "date_created=2024-02-29&date_modified:min=2024-05-14T09:34Z&date_modified:max=0",
            "id:in=1,2, 3&id:not_in=4&id:min=1&id:max=9&id:greater=0&id:less=10&direction=desc",
            "page=2&limit=250&after=aWQ6Nw==", "namespace:in=a,b&key=k&resource_id:in=1,2"]):
        yield f"date_{number}", text.encode()


def body_seeds(cases):
    for case in cases:
        if case.request.body:
            yield case.path.stem, case.request.body.encode()
    yield "scripts", "Stra\u00dfe \u0130stanbul \u03a3 \U0001f600 \u007f\t\"\\".encode()


def import_seeds():
    header = ("store_hash,resource_type,resource_id,id,owner_client_id,permission_set,namespace,key,value,"
              "description,date_created,date_modified\n")
    lines = ('{"resource_type":"product","resource_id":7,"owner_client_id":"a","permission_set":"read",'
             '"namespace":"n","key":"k","value":"v"}\n'
             '{"resource_type":"store","id":4,"owner_client_id":"a","permission_set":"app_only","namespace":"n",'
             '"key":"k","value":"\\u00e9\\n","date_created":"2024-05-14T09:34:00+00:00"}\n\n'
             '{"resource_type":"cart","resource_id":"AAE435B7-e8a4-48f2-abcd-ad0675dc3123","owner_client_id":"b",'
             '"permission_set":"write","namespace":"n","key":"k","value":"v","description":"d"}\nnot JSON\n')
    rows = ('demo,customer,1,9,a,app_only,n,k,"a ""quoted""\nvalue",d,2024-05-14T09:34:00+00:00,1718000000\n'
            "demo,store,,,a,read,n,k,v,,,\r\ndemo,order,3\n")
    yield "lines", b"\x00" + lines.encode()
    yield "forced_lines", b"\x01" + lines.encode()
    yield "csv", b"\x00" + (header + rows).encode()
    yield "few_columns", b"\x02resource_type,owner_client_id,permission_set,namespace,key,value\nbrand,a,read,n,k,v\n"


def plain(texts):
    return ((str(number), text.encode()) for number, text in enumerate(texts))


def write(target, seeds):
    folder = ROOT / "fuzz/corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("seed_*"):
        old.unlink()
    seen = set()
    for name, content in seeds:
        if content not in seen:
            (folder / f"seed_{name}").write_bytes(content)
        seen.add(content)
    print(f"{target}: {len(seen)} seeds")


def main():
    cases = [Case(path) for path in sorted(FOLDER.glob("*/*.http"))]
    write("endpoints", endpoint_seeds(cases))
    write("request_head", head_seeds())
    write("route_and_query", target_seeds(cases))
    write("filters", query_seeds(cases))
    write("texts", body_seeds(cases))
    write("import_rows", import_seeds())
    write("cursors", plain(["aWQ6Nw==", "id:7", "eyJpZCI6MjA0fQ", '{"id":204,"last_name":"lee"}',
                            '{"id":1,"date_created":1718000000}', '{"sessionId":38,"fieldId":40}']))
    write("destinations", plain(["https://a.example/hook?x=1", "http://127.0.0.1:8080", "HTTPS://[2001:db8::1]:443/a",
                                 "https://user@a.example/", "https://a.example?x#y", "https://a.example:0/%2f",
                                 "https://a\\b/", "https://[::1", "https://a_b.example./"]))
    write("header_lists", plain(["application/json", "text/html, application/json;q=0.9, */*;q=0",
                                 "gzip;q=0, deflate", "*;q=0, gzip", "application/json; charset=utf-8",
                                 "application/*;q=0.000"]))
    write("option_texts", plain(["sqlite:my.db", "postgresql://h/db?connections=4&pooler=transaction&x=y",
                                 "127.0.0.1:8080", "[::1]:0", "localhost:65535", "150/30s", "1/24h", "demo1"]))
    # Operation, actor, then what the operation asks for: a customer with a field, filled and deleted.
    write("operations", ((str(number), bytes(values)) for number, values in enumerate([
        [11, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 0, 0, 0, 0, 4, 0, 0, 0, 14, 0, 1, 0],
        [9, 0, 1, 0, 250, 9, 0, 1, 0, 250, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 1, 2, 0, 1],
        [18, 0, 0, 11, 0, 1, 0, 0, 7, 0, 1, 1, 0, 7, 0, 20, 0, 0, 0, 1, 16, 0, 1, 0, 0, 19, 0, 0],
        [0, 0, 1, 0, 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 1, 1, 5, 2, 1, 0, 0, 4, 0, 0, 0],
        # Three apps listen; a customer and an app_only field come, change and go.
        [231, 0, 0, 0, 0, 231, 2, 4, 0, 0, 231, 4, 4, 1, 0, 11, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
         2, 0, 0, 0, 0, 1, 255, 255, 1, 255, 3, 0, 0, 0, 13, 0, 0, 0, 1, 0, 2, 0, 17, 0, 1, 0,
         233, 0, 0, 255, 1, 0, 14, 0, 1, 0, 235, 0, 0, 234, 0, 0],
        # One hook more than a scope may have (WH-23).
        [value for i in range(12) for value in (231, 0, 4, i, 0)] + [0, 2, 3, 1, 0, 0, 0, 0, 235, 0, 0x30]])))


if __name__ == "__main__":
    main()
