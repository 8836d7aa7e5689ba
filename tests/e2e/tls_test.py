"""HTTPS: what is spoken, who is turned away, how a certificate is renewed; `fieldstone dev-cert`."""

import concurrent.futures
import http.client
import os
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import tempfile
import time
import unittest
import warnings

from support.real_clients import program as installed
from support.server import Server, binary, wait_until


TIMEOUT_S = 30


def dev_cert(folder, *arguments):
    return subprocess.run([binary(), "dev-cert", "--dir", folder, *arguments], capture_output=True, text=True,
                          timeout=TIMEOUT_S, check=False)


class TlsCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="fieldstone-tls-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        made = dev_cert(cls.folder)
        assert made.returncode == 0, made.stderr
        cls.server = Server(["--tls-cert", cls.path("cert.pem"), "--tls-key", cls.path("key.pem"), "--threads", "2"])
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.store = cls.server.create_store()
        cls.account = cls.server.create_account(cls.store)

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    def trusting(self):
        return ssl.create_default_context(cafile=self.path("ca.pem"))

    def connect(self, context=None, name="api.bigcommerce.com"):
        plain = socket.create_connection((self.server.host, self.server.port), TIMEOUT_S)
        self.addCleanup(plain.close)
        encrypted = (context or self.trusting()).wrap_socket(plain, server_hostname=name)
        self.addCleanup(encrypted.close)
        return encrypted

    def call(self, method, path, body=None, connection=None):
        connection = connection or http.client.HTTPSConnection("localhost", self.server.port, timeout=TIMEOUT_S,
                                                               context=self.trusting())
        self.addCleanup(connection.close)
        connection.request(method, f"/stores/{self.store}/v3{path}", body,
                           {"X-Auth-Token": self.account.token, "Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def serial(self):
        """Which certificate a new connection is shown."""
        return self.connect().getpeercert()["serialNumber"]


class Speaking(TlsCase):
    def test_the_api_answers_over_https(self):
        status, body = self.call("POST", "/customers", b'[{"email":"a@b.example","first_name":"A","last_name":"B"}]')
        self.assertEqual(status, 200, body)
        self.assertEqual(self.call("GET", "/customers")[0], 200)

    def test_many_requests_of_every_size_over_one_connection(self):
        connection = http.client.HTTPSConnection("localhost", self.server.port, timeout=TIMEOUT_S,
                                                 context=self.trusting())
        for size in [1, 1000, 16_383, 16_384, 16_385, 60_000, 65_000]:
            body = ('{"permission_set":"app_only","namespace":"n","key":"k","value":"%s"}' % ("v" * size)).encode()
            status, answer = self.call("POST", "/customers/999999/metafields", body, connection)
            self.assertEqual(status, 404, answer)  # read as a whole, then no such customer
        self.assertEqual(self.call("GET", "/customers", None, connection)[0], 200)

    def test_bytes_that_come_one_by_one_and_requests_that_come_together(self):
        request = f"GET /stores/{self.store}/v3/customers HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {self.account.token}\r\n\r\n"
        connection = self.connect()
        for byte in request.encode():
            connection.send(bytes([byte]))
        self.assertTrue(connection.recv(65536).startswith(b"HTTP/1.1 200"))
        connection.sendall(request.encode() * 20)
        received = b""
        while received.count(b"HTTP/1.1 200 OK") < 20:
            piece = connection.recv(65536)
            self.assertTrue(piece, received[-300:])
            received += piece

    def test_an_answer_that_its_client_reads_slowly_arrives_whole(self):
        owner = self.make_owner()
        for number in range(30):
            body = '{"permission_set":"app_only","namespace":"n","key":"k%d","value":"%s"}' % (number, "v" * 60_000)
            self.assertEqual(self.call("POST", f"/customers/{owner}/metafields", body.encode())[0], 200)
        connection = self.connect()
        connection.sendall(f"GET /stores/{self.store}/v3/customers/{owner}/metafields HTTP/1.1\r\nHost: x\r\n"
                           f"X-Auth-Token: {self.account.token}\r\nConnection: close\r\n\r\n".encode())
        time.sleep(0.5)  # the server's buffers fill
        received = b""
        while piece := connection.recv(65536):
            received += piece
        head, body = received.split(b"\r\n\r\n", 1)
        self.assertIn(f"Content-Length: {len(body)}".encode(), head)
        self.assertGreater(len(body), 30 * 60_000)

    def make_owner(self):
        status, body = self.call("POST", "/customers",
                                 b'[{"email":"big@b.example","first_name":"A","last_name":"B"}]')
        self.assertEqual(status, 200, body)
        return int(body.split(b'"id":')[1].split(b",")[0])

    def test_the_end_is_said_so_that_a_cut_is_noticed(self):
        connection = self.connect()
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        while connection.recv(65536):  # raises SSLEOFError when no close_notify comes
            pass

    def test_only_http_1_1_is_chosen(self):
        context = self.trusting()
        context.set_alpn_protocols(["h2", "http/1.1"])
        self.assertEqual(self.connect(context).selected_alpn_protocol(), "http/1.1")


class Refusing(TlsCase):
    def test_only_tls_1_2_and_newer_with_forward_secrecy(self):
        for version in [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]:
            context = self.trusting()
            context.minimum_version = context.maximum_version = version
            self.assertGreaterEqual(self.connect(context).cipher()[2], 128)
        old = self.trusting()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        old.set_ciphers("ALL:@SECLEVEL=0")
        self.assertRaises((ssl.SSLError, OSError), self.connect, old)
        weak = self.trusting()
        weak.maximum_version = ssl.TLSVersion.TLSv1_2
        weak.set_ciphers("AES128-SHA:AES256-SHA:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")
        self.assertRaises((ssl.SSLError, OSError), self.connect, weak)

    def test_plain_http_is_told_what_is_spoken_here(self):
        plain = socket.create_connection((self.server.host, self.server.port), TIMEOUT_S)
        self.addCleanup(plain.close)
        plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertTrue(plain.recv(4096).startswith(b"HTTP/1.1 400"))

    def test_garbage_and_silence_end_and_disturb_nobody(self):
        garbage = [b"\x00" * 100, b"\x16\x03\x01\xff\xff" + b"\xff" * 70_000, os.urandom(500), b"\x80\x2e\x01\x03"]
        for piece in garbage:
            plain = socket.create_connection((self.server.host, self.server.port), TIMEOUT_S)
            plain.sendall(piece)
            plain.close()
        silent = socket.create_connection((self.server.host, self.server.port), TIMEOUT_S)
        self.addCleanup(silent.close)
        started = time.monotonic()
        silent.sendall(b"\x16\x03\x01")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            self.assertEqual({status for status, _ in pool.map(lambda _: self.call("GET", "/customers"), range(40))},
                             {200})
        self.assertEqual(silent.recv(1), b"")  # a handshake has the time of a head
        self.assertLess(time.monotonic() - started, 15)

    def test_one_file_without_the_other_is_a_usage_error(self):
        for option in ["--tls-cert", "--tls-key"]:
            result = self.server.cli("serve", option, self.path("cert.pem"))
            self.assertEqual(result.returncode, 2, result.stderr)

    def test_files_that_can_not_be_used_are_named(self):
        other = os.path.join(self.folder, "other")
        self.assertEqual(dev_cert(other).returncode, 0)
        for certificate, key, named in [
                ("absent.pem", "key.pem", "absent.pem: No such file or directory"),
                ("cert.pem", "absent.pem", "absent.pem: No such file or directory"),
                ("key.pem", "key.pem", "certificate " + self.path("key.pem")),
                ("cert.pem", "other/key.pem", "other/key.pem: key values mismatch")]:
            result = self.server.cli("serve", "--listen", "127.0.0.1:0", "--tls-cert", self.path(certificate),
                                     "--tls-key", self.path(key))
            self.assertEqual(result.returncode, 1)
            self.assertIn(named, result.stderr)


class Renewing(TlsCase):
    def hang_up(self, event):
        seen = self.server.logs().count(event)
        self.server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.server.logs().count(event) > seen, event)

    def test_a_renewed_certificate_is_taken_and_a_broken_one_is_not(self):
        first = self.serial()
        old = http.client.HTTPSConnection("localhost", self.server.port, timeout=TIMEOUT_S, context=self.trusting())
        self.assertEqual(self.call("GET", "/customers", None, old)[0], 200)
        self.assertEqual(dev_cert(self.folder).returncode, 0)  # the same authority, a new leaf
        self.assertEqual(self.serial(), first)
        self.hang_up("reloaded the certificate")
        second = self.serial()
        self.assertNotEqual(second, first)
        self.assertEqual(self.call("GET", "/customers", None, old)[0], 200)  # no connection is cut
        with open(self.path("cert.pem"), "w", encoding="utf-8") as file:
            file.write("not a certificate")
        self.hang_up("kept the old certificate")
        self.assertIn("can't use the certificate", self.server.logs())
        self.assertEqual(self.serial(), second)

    def test_a_hang_up_without_tls_changes_nothing(self):
        with Server() as plain:
            plain.process.send_signal(signal.SIGHUP)
            wait_until(lambda: "nothing to reload" in plain.logs(), "the hang-up is logged")
            self.assertIsNone(plain.process.poll())


class Clients(TlsCase):
    """The table of docs/tls.md: what makes a client trust the authority without a change of its code."""

    def run_client(self, command, variable):
        env = {name: value for name, value in os.environ.items() if not name.upper().endswith("_PROXY")}
        self.assertNotEqual(subprocess.run(command, env=env, capture_output=True, timeout=TIMEOUT_S, check=False)
                            .returncode, 0, "trusted although nobody said so")
        env[variable] = self.path("ca.pem")
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("The route is not found", done.stdout)

    def test_curl(self):
        self.run_client(["curl", "-sS", "--resolve", f"api.bigcommerce.com:{self.server.port}:127.0.0.1",
                         f"https://api.bigcommerce.com:{self.server.port}/"], "CURL_CA_BUNDLE")

    def test_python(self):
        program = ("import http.client, ssl; c = http.client.HTTPSConnection('localhost', %d); c.request('GET', '/');"
                   "print(c.getresponse().read().decode())" % self.server.port)
        self.run_client(["/usr/bin/python3", "-c", program], "SSL_CERT_FILE")

    def test_node(self):
        program = ("require('https').get('https://localhost:%d/', r => r.on('data', d => process.stdout.write(d)))"
                   ".on('error', e => { console.error(e); process.exit(1); });" % self.server.port)
        self.run_client([installed("node"), "-e", program], "NODE_EXTRA_CA_CERTS")


class DevCert(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="fieldstone-tls-")
        self.addCleanup(shutil.rmtree, self.folder)

    def test_keys_are_readable_by_their_owner_only(self):
        self.assertEqual(dev_cert(self.folder).returncode, 0)
        for name, mode in [("ca.pem", 0o644), ("cert.pem", 0o644), ("ca-key.pem", 0o600), ("key.pem", 0o600)]:
            self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.folder, name)).st_mode), mode, name)

    def test_the_vendors_names_are_there_unless_others_are_given(self):  # APP-10
        self.assertEqual(dev_cert(self.folder).returncode, 0)
        self.assertEqual(self.alternative_names(),
                         ["DNS:api.bigcommerce.com", "DNS:login.bigcommerce.com", "DNS:payments.bigcommerce.com",
                          "DNS:*.mybigcommerce.com", "DNS:localhost", "IP Address:127.0.0.1"])

    def test_an_authority_stays_and_vouches_for_other_names(self):
        self.assertEqual(dev_cert(self.folder).returncode, 0)
        with open(os.path.join(self.folder, "ca.pem"), "rb") as file:
            authority = file.read()
        self.assertEqual(dev_cert(self.folder, "--host", "shop.test", "--host", "::1", "--host", "10.0.0.1").returncode, 0)
        with open(os.path.join(self.folder, "ca.pem"), "rb") as file:
            self.assertEqual(file.read(), authority)
        self.assertEqual(self.alternative_names(), ["DNS:shop.test", "IP Address:0:0:0:0:0:0:0:1", "IP Address:10.0.0.1"])

    def test_names_without_a_flag_and_from_the_environment(self):
        old_form = subprocess.run([binary(), "dev-cert", "--out", self.folder, "shop.test", "::1"], capture_output=True,
                                  text=True, timeout=TIMEOUT_S, check=False)
        self.assertEqual(old_form.returncode, 0, old_form.stderr)
        self.assertEqual(self.alternative_names(), ["DNS:shop.test", "IP Address:0:0:0:0:0:0:0:1"])
        env = dict(os.environ, FIELDSTONE_DEV_CERT_DIR=self.folder, FIELDSTONE_DEV_CERT_HOST="a.test,b.test")
        subprocess.run([binary(), "dev-cert"], env=env, capture_output=True, timeout=TIMEOUT_S, check=True)
        self.assertEqual(self.alternative_names(), ["DNS:a.test", "DNS:b.test"])

    def alternative_names(self):
        text = subprocess.run(["openssl", "x509", "-in", os.path.join(self.folder, "cert.pem"), "-noout", "-ext",
                               "subjectAltName"], capture_output=True, text=True, check=True).stdout
        return text.splitlines()[1].strip().split(", ")

    def test_what_is_not_a_name_is_refused(self):
        for name in ["a,IP:1.2.3.4", "", "a b", "email:copy", "x" * 65]:
            result = dev_cert(self.folder, "--host", "good.test", "--host", name)
            self.assertEqual(result.returncode, 1, name)
            self.assertIn("is not a DNS name", result.stderr)

    def test_a_broken_authority_is_not_overwritten(self):
        with open(os.path.join(self.folder, "ca.pem"), "w", encoding="utf-8") as file:
            file.write("precious")
        self.assertEqual(dev_cert(self.folder).returncode, 1)
        with open(os.path.join(self.folder, "ca.pem"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "precious")


if __name__ == "__main__":
    unittest.main()
