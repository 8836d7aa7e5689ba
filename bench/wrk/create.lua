-- Creates: a new key each, spread over all customers.
local total = tonumber(os.getenv("BENCH_METAFIELDS"))
local prefix = "/stores/bench/v3/customers/"
local salt, n = "", 0
function init()
  math.randomseed(os.time())
  salt = string.format("%x", math.random(2 ^ 30))
  wrk.headers["X-Auth-Token"] = os.getenv("BENCH_TOKEN")
  wrk.headers["Content-Type"] = "application/json"
end
function request()
  n = n + 1
  local body = '{"permission_set":"app_only","namespace":"bench","key":"' .. salt .. n .. '","value":"forty characters of a value, or so, here."}'
  return wrk.format("POST", prefix .. math.random(total / 10) .. "/metafields", nil, body)
end
function done(summary)
  io.write(string.format("failed %d\n", summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
