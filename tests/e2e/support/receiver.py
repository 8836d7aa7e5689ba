"""A subscriber of webhooks: a real HTTP(S) server with scripted faults, which checks signatures by itself."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import struct
import threading
import time
from dataclasses import dataclass, field

from .server import wait_until

OK = "ok"
REFUSE = "refuse"      # resets the connection before it answers
HANG = "hang"          # never answers
SLOW = "slow"          # answers after a while, a byte at a time
GARBAGE = "garbage"    # answers what is no HTTP
MIDWAY = "midway"      # closes in the middle of its answer
ENDLESS = "endless"    # 200 with a body that never ends
REDIRECT = "redirect"
CONTINUES = "continues"  # 100 Continue without end


@dataclass
class Delivery:
    """One request as it came."""
    path: str
    headers: dict
    body: bytes
    arrived: float
    fault: object
    payload: dict = field(default_factory=dict)

    def verify(self, secret, now=None):
        """WH-44 with nothing of the server's own: the standard library's HMAC."""
        identity, stamp = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        assert abs((now or time.time()) - int(stamp)) < 300, f"timestamp {stamp} is too far from now"
        signed = f"{identity}.{stamp}.".encode() + self.body
        mac = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
        expected = "v1," + base64.b64encode(mac).decode()
        assert hmac.compare_digest(expected, self.headers["webhook-signature"]), "the signature is wrong"


class Receiver:
    """`script(delivery)` says what to do with each: OK, a status, or a fault. Records all it was sent."""

    def __init__(self, script=None, port=0, tls=None):
        self.script = script or (lambda delivery: OK)
        self.deliveries = []
        self._tls = tls
        self._lock = threading.Lock()
        self._open = set()
        self._stopping = threading.Event()
        self._listen(port)

    def _listen(self, port):
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = self._listener.getsockname()[1]
        self._stopping.clear()
        self._thread = threading.Thread(target=self._accept, args=(self._listener,), daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/hook"

    def close(self):
        """Dies: nobody listens any more, every connection is reset."""
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)  # a blocked accept() keeps a closed socket alive
        self._listener.close()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self._thread.join(10)

    def reopen(self):
        self._listen(self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _accept(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with self._lock:
            self._open.add(connection)
        try:
            if self._tls:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(*self._tls)
                connection = context.wrap_socket(connection, server_side=True)
            reader = connection.makefile("rb")
            while self._answer(connection, reader):
                pass
        except (OSError, ValueError):
            pass
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    @staticmethod
    def _read(reader):
        line = reader.readline()
        if not line:
            return None
        method, path, _ = line.decode("latin-1").split(" ", 2)
        if method != "POST":
            raise ValueError(line)  # hangs up, as others do
        headers = {}
        while (line := reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            assert name.lower() not in headers, f"{name} came twice"
            headers[name.lower()] = value.strip()
        body = reader.read(int(headers["content-length"]))
        return Delivery(path, headers, body, time.time(), None, json.loads(body))

    def _answer(self, connection, reader):
        delivery = self._read(reader)
        if delivery is None or self._stopping.is_set():
            return False
        with self._lock:
            delivery.fault = self.script(delivery)
            self.deliveries.append(delivery)
        return self._act(connection, delivery.fault)

    def _act(self, connection, fault):
        if fault == OK or isinstance(fault, int):
            status = 200 if fault == OK else fault
            connection.sendall(f"HTTP/1.1 {status} X\r\nContent-Length: 5\r\n\r\nseen\n".encode())
            return True
        if isinstance(fault, bytes):  # an answer, whole
            connection.sendall(fault)
            return True
        if fault == REFUSE:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif fault == HANG:
            self._stopping.wait(60)
        elif fault == SLOW:
            for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n":
                if self._stopping.wait(0.01):
                    return False
                connection.sendall(bytes([byte]))
            return True
        elif fault == GARBAGE:
            connection.sendall(b"\x00\xff what is this\r\n\r\n")
        elif fault == MIDWAY:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        elif fault == ENDLESS:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
            while not self._stopping.is_set():
                connection.sendall(b"x" * 65536)
        elif fault == CONTINUES:
            while not self._stopping.is_set():
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 64)
        elif fault == REDIRECT:
            there = f"http://127.0.0.1:{self.port}/elsewhere"
            connection.sendall(f"HTTP/1.1 302 X\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode())
            return True
        return False

    # What tests ask.

    def taken(self):
        """Deliveries that were answered with success."""
        with self._lock:
            return [one for one in self.deliveries if one.fault in (OK, SLOW)]

    def all(self):
        with self._lock:
            return list(self.deliveries)

    def wait_for(self, count, deadline_s=20):
        """The first `count` successes."""
        return wait_until(lambda: (lambda got: got if len(got) >= count else None)(self.taken()),
                          f"{count} deliveries", deadline_s)
