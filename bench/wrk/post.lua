-- POST on BENCH_PATH with the bodies in the file BENCH_BODIES, one a line, at random; {new} in them is something else
-- each time.
local report = dofile(os.getenv("BENCH_WRK") .. "/report.lua")
local path, salt, n = os.getenv("BENCH_PATH"), string.format("%x", os.time()), 0
local bodies = {}
function init()
  math.randomseed(os.time())
  wrk.headers["X-Auth-Token"] = os.getenv("BENCH_TOKEN")
  wrk.headers["Content-Type"] = "application/json"
  for body in io.lines(os.getenv("BENCH_BODIES")) do bodies[#bodies + 1] = body end
end
function request()
  n = n + 1
  local body = bodies[math.random(#bodies)]:gsub("{new}", salt .. "-" .. n)
  return wrk.format("POST", path, nil, body)
end
done = report.done
