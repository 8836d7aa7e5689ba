"""An HTTP client that shares nothing with the server: http.client, and sockets where bytes matter."""

import http.client
import json
import socket
import urllib.parse

TIMEOUT_S = 60
ERROR_TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"


def _object_without_duplicates(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise AssertionError(f"duplicate member in {[name for name, _ in pairs]}")
    return members


def parse(text):
    """JSON with the order of members kept (dict) and duplicates refused."""
    return json.loads(text, object_pairs_hook=_object_without_duplicates)


def encode_query(query):
    """A dict of parameters, or text that is sent as it is."""
    if not query:
        return ""
    if isinstance(query, str):
        return "?" + query
    return "?" + urllib.parse.urlencode({name: str(value) for name, value in query.items()}, safe=":,")


class Response:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers  # http.client.HTTPMessage: case-insensitive
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8")

    def json(self):
        return parse(self.text)

    @property
    def data(self):
        return self.json()["data"]

    @property
    def meta(self):
        return self.json()["meta"]

    @property
    def media_type(self):
        value = self.headers.get("Content-Type")
        return None if value is None else value.split(";")[0].strip()

    def __repr__(self):
        return f"{self.status} {self.media_type} {self.body[:2000]!r}"


class Api:
    """Calls one store with one token over a kept-alive connection. Not for several threads at once."""

    def __init__(self, server, store, token):
        self.server = server
        self.store = store
        self.token = token
        self._connection = None

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def url(self, path, version="v3"):
        return f"/stores/{self.store}/{version}{path}"

    def send(self, method, target, headers, body):
        """One exchange. A connection the server has meanwhile closed is replaced; nothing else is retried."""
        if self._connection is None or self._connection.sock is None:
            self._connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=TIMEOUT_S)
        connection = self._connection
        try:
            own_host = any(name == "Host" for name, _ in headers)
            connection.putrequest(method, target, skip_accept_encoding=True, skip_host=own_host)
            for name, value in headers:
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Response(answer.status, answer.headers, answer.read())
        except BaseException:
            self.close()
            raise

    def request(self, method, path, body=None, query=None, headers=None, token=True, version="v3"):
        """`body` is bytes (sent as they are) or anything JSON can say. A header of None is left out."""
        sent = {}
        if token is True:
            sent["X-Auth-Token"] = self.token
        elif token is not None and token is not False:
            sent["X-Auth-Token"] = token
        if body is not None:
            sent["Content-Type"] = "application/json"
            if not isinstance(body, bytes):
                body = json.dumps(body).encode()
        sent.update(headers or {})
        pairs = [(name, value) for name, value in sent.items() if value is not None]
        return self.send(method, self.url(path, version) + encode_query(query), pairs, body)

    def get(self, path, query=None, **options):
        return self.request("GET", path, query=query, **options)

    def post(self, path, body, **options):
        return self.request("POST", path, body, **options)

    def put(self, path, body, **options):
        return self.request("PUT", path, body, **options)

    def delete(self, path, body=None, **options):
        return self.request("DELETE", path, body, **options)


class RawConnection:
    """A socket that sends what it is told and reads one answer after the other."""

    def __init__(self, server):
        self.socket = socket.create_connection((server.host, server.port), timeout=TIMEOUT_S)
        self._buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode())

    def _fill(self):
        piece = self.socket.recv(65536)
        self._buffer += piece
        return bool(piece)

    def read_head(self):
        while b"\r\n\r\n" not in self._buffer:
            if not self._fill():
                raise AssertionError(f"the connection ended within an answer's head: {self._buffer!r}")
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        headers = http.client.HTTPMessage()
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name] = value.strip()
        return int(lines[0].split(" ")[1]), headers

    def read_response(self, has_body=True):
        """One answer framed by Content-Length; `has_body` is False for answers to HEAD."""
        status, headers = self.read_head()
        length = int(headers.get("Content-Length", 0)) if has_body else 0
        while len(self._buffer) < length:
            if not self._fill():
                raise AssertionError("the connection ended within an answer's body")
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return Response(status, headers, body)

    def at_end(self):
        """Waits until the server has closed; True when nothing else arrived before."""
        try:
            while self._fill():
                pass
        except ConnectionResetError:
            pass
        return self._buffer == b""
