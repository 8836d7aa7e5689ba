"""Deliveries over HTTPS: whom the server believes, and what it says of those whom it does not (WH-2, WH-41); names
that nobody knows."""

import os
import shutil
import subprocess
import tempfile
import unittest

from delivery_test import FAST, DeliveryCase
from support.receiver import Receiver
from support.server import binary, wait_until

TIMEOUT_S = 30


def run(*command, folder=None):
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_S, cwd=folder)


def made_certificate(folder, *names):
    """An authority, and a certificate of it for the names: (certificate, key)."""
    run(binary(), "dev-cert", "--dir", folder, *names)
    return os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")


def expired_certificate(folder):
    """For the right name, of the authority in the folder, until yesterday."""
    run("openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
        "old-key.pem", "-out", "old.csr", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
        folder=folder)
    run("openssl", "x509", "-req", "-in", "old.csr", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-days", "-1",
        "-copy_extensions", "copy", "-out", "old.pem", folder=folder)
    return os.path.join(folder, "old.pem"), os.path.join(folder, "old-key.pem")


def self_signed_certificate(folder):
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
        "self-key.pem", "-out", "self.pem", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
        folder=folder)
    return os.path.join(folder, "self.pem"), os.path.join(folder, "self-key.pem")


class Encrypted(DeliveryCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="fieldstone-hooks-tls-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.good = made_certificate(cls.folder, "127.0.0.1", "localhost")
        cls.options = FAST + ("--webhook-ca", os.path.join(cls.folder, "ca.pem"))
        super().setUpClass()

    def encrypted(self, certificate):
        receiver = Receiver(tls=certificate)
        self.addCleanup(receiver.close)
        return receiver

    def assert_refused(self, certificate, error):
        """Nothing is said to such a receiver; the log tells why, and that it was tried again."""
        receiver = self.encrypted(certificate)
        hook = self.hook(receiver)
        self.make_customer()
        rows = self.attempts_when(lambda rows: len(rows) >= 2, "--failed", "--hook", str(hook["id"]))
        for row in rows:
            self.assertEqual((row["status"], row["delivered"], row["response"]), (0, False, ""))
            self.assertRegex(row["error"], error)
        self.assertEqual(receiver.all(), [])

    def test_a_certificate_of_a_trusted_authority(self):  # WH-2, WH-40, WH-44
        receiver = self.encrypted(self.good)
        self.hook(receiver)
        made = self.make_customers(5)
        for delivery in receiver.wait_for(5):
            delivery.verify(self.account.client_secret)
        self.assertEqual(sorted(one.payload["data"]["id"] for one in receiver.all()),
                         sorted(one["id"] for one in made))

    def test_a_name_is_verified_as_one(self):
        receiver = self.encrypted(self.good)
        destination = receiver.url.replace("127.0.0.1", "localhost")
        self.ok(self.api.post("/hooks", {"scope": "store/customer/*", "destination": destination}))
        self.make_customer()
        receiver.wait_for(1)

    def test_an_authority_that_nobody_trusts(self):  # WH-41
        with tempfile.TemporaryDirectory() as folder:
            self.assert_refused(made_certificate(folder, "127.0.0.1"), "certificate: .*(local issuer|self.signed)")

    def test_a_certificate_that_signs_itself(self):  # WH-41
        self.assert_refused(self_signed_certificate(self.folder), "certificate: self.signed certificate")

    def test_an_expired_certificate(self):  # WH-41
        self.assert_refused(expired_certificate(self.folder), "certificate: certificate has expired")

    def test_a_certificate_for_another_name(self):  # WH-41
        with tempfile.TemporaryDirectory() as folder:
            for name in ("ca.pem", "ca-key.pem"):  # of the authority that is trusted
                shutil.copy(os.path.join(self.folder, name), folder)
            self.assert_refused(made_certificate(folder, "elsewhere.example"), "certificate: .*mismatch")

    def test_one_who_speaks_no_tls(self):  # WH-41
        receiver = self.receiver()
        self.ok(self.api.post("/hooks", {"scope": "store/customer/*",
                                         "destination": receiver.url.replace("http:", "https:")}))
        self.make_customer()
        rows = self.attempts_when(lambda rows: rows, "--failed")
        self.assertRegex(rows[0]["error"], "TLS handshake")

    def test_an_authority_that_can_not_be_read_stops_the_start(self):
        for path in ("absent.pem", self.good[1]):
            refused = self.server.cli("serve", "--listen", "127.0.0.1:0", "--webhook-ca", path)
            self.assertEqual(refused.returncode, 1, refused.stderr)
            self.assertIn(f"can't read the certificates in {path}", refused.stderr)


class UnknownNames(DeliveryCase):
    def test_a_name_without_an_address_is_tried_again_and_delays_nobody(self):  # WH-41, WH-80
        good = self.receiver()
        lost = [self.ok(self.api.post("/hooks", {"scope": "store/customer/*",
                                                 "destination": f"http://nobody{n}.invalid/"})).data for n in range(8)]
        self.hook(good, scope="store/customer/created")
        self.make_customers(40)
        good.wait_for(40)
        for hook in lost[:2]:
            rows = self.attempts_when(lambda rows: len(rows) >= 2, "--failed", "--hook", str(hook["id"]))
            for row in rows:
                self.assertEqual((row["status"], row["delivered"]), (0, False))
                self.assertRegex(row["error"], r"the name nobody\d.invalid has no address")
            again = [row for row in rows if row["event_id"] == rows[-1]["event_id"]]
            self.assertEqual([row["attempt"] for row in again], list(range(len(again), 0, -1)))
        wait_until(lambda: self.hook_state(lost[0])["pending"] == 40, "all events wait")


if __name__ == "__main__":
    unittest.main()
