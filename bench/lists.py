"""The store-wide list of metafields: its first page and its late pages, at any number of rows."""

import base64

import report
from harness import TOKEN_PREFIX, BenchError
from session import Part as Base

PAGE_SIZE = 50
LATE_PAGE = 40_000


def page_path(after):
    path = f"/stores/bench/v3/customers/metafields?limit={PAGE_SIZE}"
    if after == 0:
        return path
    cursor = base64.b64encode(f"id:{after}".encode()).decode().replace("=", "%3D")
    return f"{path}&after={cursor}"


def late_page(server, metafields):
    """A cursor page from number 40,000 on (in a smaller list: in its last tenth) with as many bytes as page 2, within
    2 %: the bytes shall not be what is compared."""
    wanted = len(server.get(page_path(PAGE_SIZE)))
    first = min(LATE_PAGE * PAGE_SIZE, metafields * 9 // 10)
    for after in range(first, min(first + 1000 * PAGE_SIZE, metafields - PAGE_SIZE), PAGE_SIZE):
        if abs(len(server.get(page_path(after))) - wanted) <= wanted / 50:
            return page_path(after)
    raise BenchError("no late page is as long as page 2")


class Part(Base):
    def __init__(self, session):
        super().__init__(session)
        self.large = session.reader(session.settings.large)
        self.small = session.reader(session.settings.small)
        self.late = late_page(self.large, session.settings.large.metafields)

    def round(self):
        works = (("page 1", self.large, page_path(0), "benchapp"), ("page 1, small", self.small, page_path(0), "benchapp"),
                 ("app page 1", self.large, page_path(0), "shopapp"),
                 ("app page 1, small", self.small, page_path(0), "shopapp"),
                 ("page 2", self.large, page_path(PAGE_SIZE), "benchapp"), ("page late", self.large, self.late, "benchapp"))
        for _ in self.session.turns():
            for name, server, path, app in works:
                self.session.load(name, server, "page.lua", seconds=1, BENCH_PATH=path, BENCH_TOKEN=TOKEN_PREFIX + app)

    def _line(self, key, title, names, field):
        return report.line(key, title, *(self.session.median(name, field) for name in names),
                           tuple(self.session.cpu(name) for name in names))

    def lines(self):
        settings = self.session.settings
        sizes = f"{settings.large.metafields:,} rows / {settings.small.metafields:,}"
        yield self._line("page1.p50", f"store-wide page 1: p50 ms, {sizes}", ("page 1", "page 1, small"), "p50_ms")
        yield self._line("page1.app.p50", "  the same for an app without full access: p50 ms",
                         ("app page 1", "app page 1, small"), "p50_ms")
        late = min(LATE_PAGE, settings.large.metafields * 9 // 10 // PAGE_SIZE)
        yield self._line("page.late", f"store-wide cursor page {late:,} / page 2: CPU us", ("page late", "page 2"), "cpu_us")
        yield self._line("page.late.p50", "  the same: p50 ms", ("page late", "page 2"), "p50_ms")
