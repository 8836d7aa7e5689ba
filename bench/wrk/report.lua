-- What every script of this folder shares: requests at random from a set made before the clock
-- runs, so that the client costs little and the same for every server; one line of JSON at the end.
local report = {}

-- Sets the headers and makes requests of the paths path_of(1 … count); returns wrk's request function. They are GETs
-- without a body unless told.
function report.requests(count, path_of, method, body)
  math.randomseed(os.time())
  wrk.headers["X-Auth-Token"] = os.getenv("BENCH_TOKEN")
  if body then wrk.headers["Content-Type"] = "application/json" end
  local made = {}
  for i = 1, count do made[i] = wrk.format(method or "GET", path_of(i), nil, body) end
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
