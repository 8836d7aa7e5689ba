"""A disk that fails: at every system call of a commit and a checkpoint, once and for long; a torn log; a read-only disk;
two servers on one file. A clear refusal, never a wrong answer, and service resumes when the disk does.

tests/faults/fault_shim.cpp makes system calls fail; FIELDSTONE_FAULT_SHIM names it as built."""

import errno
import mmap
import os
import random
import struct
import unittest

from support.api import ERROR_TYPE, Api
from support.cases import compact, customer, field
from support.database import KIND
from support.server import Server

SHIM = os.environ.get("FIELDSTONE_FAULT_SHIM")
WRITE, SYNC, TRUNCATE, OPEN, READ = 1, 2, 4, 8, 16
MAIN, LOG, SHARED = 1, 2, 4
SHORT = 0
FOREVER = 2**30
UNAVAILABLE = compact({"status": 503, "title": "Service Unavailable", "type": ERROR_TYPE, "errors": {}})


class Faults:
    """What fault_shim.cpp reads: calls, files, countdown, times, error, failed."""

    LAYOUT = struct.Struct("IIiiiI")

    def __init__(self, folder):
        self.path = os.path.join(folder, "faults")
        with open(self.path, "wb") as file:
            file.write(bytes(self.LAYOUT.size))
        with open(self.path, "r+b") as file:
            self._map = mmap.mmap(file.fileno(), self.LAYOUT.size)

    def arm(self, calls, files, error, first=1, times=1):
        self._map[4:] = self.LAYOUT.pack(0, files, first, times, error, 0)[4:]
        self._map[:4] = struct.pack("I", calls)  # last: from now on they fail

    def disarm(self):
        """How many calls failed."""
        self._map[:4] = bytes(4)
        return self.LAYOUT.unpack(self._map[:])[5]


class FaultyServer(Server):
    def __init__(self):
        super().__init__(("--access-log", "false", "--threads", "2"))
        self.faults = Faults(self.folder)
        self.env.update(LD_PRELOAD=SHIM, FIELDSTONE_FAULTS=self.faults.path,
                        ASAN_OPTIONS="verify_asan_link_order=0")


@unittest.skipUnless(KIND == "sqlite", "the files are the server's own")
class DiskCase(unittest.TestCase):
    def setUp(self):
        if self.needs_shim and not SHIM:
            self.skipTest("FIELDSTONE_FAULT_SHIM is not set")
        self.server = (FaultyServer if self.needs_shim else Server)().start()
        self.addCleanup(self.server.close)
        self.store = self.server.create_store()
        self.token = self.server.create_account(self.store).token
        self.api = Api(self.server, self.store, self.token)
        self.addCleanup(self.api.close)
        self.owner = self.api.post("/customers", [customer()]).data[0]["id"]
        self.written = {}  # key -> value of everything that was acknowledged
        self.counter = 0

    needs_shim = True

    def write(self, size=100):
        """One creation; True when it was acknowledged. Anything but 200 and the whole body of 503 fails the test."""
        self.counter += 1
        key, value = f"k{self.counter}", f"{self.counter}:" + "v" * size
        answer = self.api.post(f"/customers/{self.owner}/metafields", field(key, value))
        if answer.status == 200:
            self.written[key] = value
            return True
        self.assertEqual((answer.status, answer.text), (503, UNAVAILABLE))
        return False

    def stored(self):
        rows = self.api.get(f"/customers/{self.owner}/metafields", "limit=250")
        self.assertEqual(rows.status, 200, rows)
        self.assertEqual(rows.meta["pagination"]["total"], len(rows.data))
        return {row["key"]: row["value"] for row in rows.data}

    def renew_owner(self):
        """Another customer, so that the limit of 250 metafields is not met."""
        self.written = {}
        answer = self.api.post("/customers", [customer(self.counter + 1_000)])
        self.assertEqual(answer.status, 200, answer)
        self.owner = answer.data[0]["id"]

    def kill_and_check(self):
        self.api.close()
        self.server.kill()
        self.server.start()
        check = self.server.cli("check")
        self.assertEqual(check.returncode, 0, check.stdout)


class EveryCall(DiskCase):
    def fail_each_call_of_a_write(self, calls, files, error):
        """Lets the first, the second, … such call of a write fail until a write makes no more of them."""
        failures = 0
        for first in range(1, 40):
            self.server.faults.arm(calls, files, error, first)
            acknowledged = self.write()
            if self.server.faults.disarm() == 0:
                self.assertTrue(acknowledged)
                return failures
            failures += 1
            self.assertEqual(self.stored(), self.written)  # refused is refused, acknowledged is there
            self.assertTrue(self.write(), "the disk is well again")
            self.assertEqual(self.stored(), self.written)
            if first % 3 == 0:
                maybe = f"k{self.counter - 1}"  # a log whose sync failed may hold it whole: 503 promises nothing
                self.kill_and_check()
                found = self.stored()
                self.assertLessEqual(set(found) - set(self.written), {maybe})
                self.written = found
        self.fail("no end of calls")

    def test_of_the_log(self):  # HTTP-58
        for error in (errno.EIO, errno.ENOSPC, SHORT):
            with self.subTest(write=error):
                self.assertGreater(self.fail_each_call_of_a_write(WRITE, LOG, error), 1)
        self.renew_owner()
        with self.subTest("sync"):
            self.assertGreater(self.fail_each_call_of_a_write(SYNC, LOG, errno.EIO), 0)
        self.assertIn("database error", self.server.logs())

    def test_of_a_checkpoint(self):
        """What is in the log is safe: a main file that can't be written costs no answer, and is caught up later."""
        for calls, error in ((WRITE, errno.EIO), (WRITE, errno.ENOSPC), (WRITE, SHORT), (SYNC, errno.EIO)):
            with self.subTest(calls=calls, error=error):
                self.renew_owner()
                self.server.faults.arm(calls, MAIN, error, times=FOREVER)
                for _ in range(120):
                    self.assertTrue(self.write(60_000))
                self.assertEqual(self.stored(), self.written)
                self.server.faults.disarm()
                for _ in range(20):
                    self.assertTrue(self.write(60_000))
                self.kill_and_check()
                self.assertEqual(self.stored(), self.written)


class ForLong(DiskCase):
    def test_a_full_disk_refuses_writes_until_there_is_room(self):
        for calls, files, error in ((WRITE, LOG, errno.ENOSPC), (SYNC, LOG | MAIN, errno.EIO),
                                    (WRITE | SYNC | TRUNCATE, MAIN | LOG | SHARED, errno.EIO)):
            with self.subTest(calls=calls, error=error):
                self.assertTrue(self.write())
                self.server.faults.arm(calls, files, error, times=FOREVER)
                for _ in range(10):
                    self.assertFalse(self.write())
                self.assertEqual(self.stored(), self.written)  # reads go on
                self.assertGreater(self.server.faults.disarm(), 0)
                self.assertTrue(self.write(), "room again")
                self.assertEqual(self.stored(), self.written)
        self.kill_and_check()

    def test_a_disk_that_is_read_only_at_the_start(self):
        self.api.close()
        self.server.stop()
        self.server.faults.arm(OPEN, MAIN | LOG | SHARED, errno.EROFS, times=FOREVER)
        result = self.server.cli("serve", "--listen", "127.0.0.1:0")
        self.server.faults.disarm()
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn(self.server.database.url.removeprefix("sqlite:") + " is read-only", result.stderr)
        self.server.start()
        self.assertEqual(self.stored(), self.written)

    def test_pages_that_can_not_be_read(self):
        self.assertTrue(self.write())
        self.api.close()
        self.server.restart()
        self.server.faults.arm(READ, MAIN | LOG, errno.EIO, times=FOREVER)
        answer = self.api.get(f"/customers/{self.owner}/metafields")
        self.assertIn(answer.status, (200, 503), answer)  # 200: the page was in memory
        self.server.faults.disarm()
        self.assertEqual(self.stored(), self.written)


class TornLog(DiskCase):
    needs_shim = False

    def test_a_log_cut_or_damaged_anywhere_leaves_a_moment_of_the_past(self):
        chance = random.Random(7)
        for turn in range(8):
            self.renew_owner()
            self.api.close()
            self.server.stop()
            log = self.server.database.url.removeprefix("sqlite:") + "-wal"
            self.assertFalse(os.path.exists(log), "after an orderly stop the database is one file")
            self.server.start()
            for _ in range(12):
                self.assertTrue(self.write(2_000))
            order = list(self.written)
            self.api.close()
            self.server.kill()
            size = os.path.getsize(log)
            at = chance.randrange(size // 4, size)
            with open(log, "r+b") as file:
                if turn % 2:
                    file.truncate(at)
                else:
                    file.seek(at)
                    file.write(os.urandom(min(100, size - at)))
            self.server.start()
            found = list(self.stored())
            self.assertEqual(found, order[:len(found)])
            check = self.server.cli("check")
            self.assertEqual(check.returncode, 0, check.stdout)
            self.assertTrue(self.write())


class TwoServers(DiskCase):
    needs_shim = False

    def test_two_servers_on_one_file_are_one_server_or_one_is_refused(self):
        second = Server(database=self.server.database)
        self.addCleanup(second.close)
        second.start()
        other = Api(second, self.store, self.token)
        self.addCleanup(other.close)
        for number in range(30):
            self.assertTrue(self.write())
            answer = other.post(f"/customers/{self.owner}/metafields", field(f"other{number}"))
            self.assertEqual(answer.status, 200, answer)
            self.written[f"other{number}"] = "red"
        self.assertEqual(other.post(f"/customers/{self.owner}/metafields", field("k1")).status, 409)
        self.assertEqual(self.stored(), self.written)
        self.api.close()
        self.server.kill()
        self.assertEqual(other.get(f"/customers/{self.owner}/metafields", "limit=250").meta["pagination"]["total"],
                         len(self.written))
        self.server.start()
        self.assertEqual(self.stored(), self.written)
        self.assertEqual(self.server.cli("check").returncode, 0)


if __name__ == "__main__":
    unittest.main()
