-- One metafield by its id, at random over all of them.
local total = tonumber(os.getenv("BENCH_METAFIELDS"))
local prefix = "/stores/bench/v3/customers/"
function init() math.randomseed(os.time()) ; wrk.headers["X-Auth-Token"] = os.getenv("BENCH_TOKEN") end
function request()
  local id = math.random(total)
  return wrk.format("GET", prefix .. math.floor((id - 1) / 10) + 1 .. "/metafields/" .. id)
end
