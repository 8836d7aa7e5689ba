-- Creates: a new key each, spread over all customers.
local report = dofile(os.getenv("BENCH_WRK") .. "/report.lua")
local customers = tonumber(os.getenv("BENCH_METAFIELDS")) / 10
local salt, n = string.format("%x", os.time()), 0
function init()
  math.randomseed(os.time())
  wrk.headers["X-Auth-Token"] = os.getenv("BENCH_TOKEN")
  wrk.headers["Content-Type"] = "application/json"
end
function request()
  n = n + 1
  local path = "/stores/bench/v3/customers/" .. math.random(customers) .. "/metafields"
  return wrk.format("POST", path, nil, '{"permission_set":"app_only","namespace":"bench","key":"' ..
    salt .. "-" .. n .. '","value":"forty characters of a value, or so, here."}')
end
done = report.done
