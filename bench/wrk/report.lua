-- What every script of this folder shares: requests at random from a set made before the clock
-- runs, so that the client costs little and the same for every server; one line of JSON at the end.
local report = {}

-- Sets the headers and makes requests of the paths path_of(1 … count); returns wrk's request function.
function report.requests(count, path_of)
  math.randomseed(os.time())
  wrk.headers["X-Auth-Token"] = os.getenv("BENCH_TOKEN")
  local made = {}
  for i = 1, count do made[i] = wrk.format("GET", path_of(i)) end
  return function() return made[math.random(count)] end
end

function report.done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'BENCH {"requests":%d,"seconds":%.6f,"p50_us":%d,"p99_us":%d,"failed":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end

return report
