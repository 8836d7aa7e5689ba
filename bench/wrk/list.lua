-- The ten metafields of one customer, at random over all customers.
local total = tonumber(os.getenv("BENCH_METAFIELDS"))
local prefix = "/stores/bench/v3/customers/"
function init() math.randomseed(os.time()) ; wrk.headers["X-Auth-Token"] = os.getenv("BENCH_TOKEN") end
function request() return wrk.format("GET", prefix .. math.random(total / 10) .. "/metafields") end
