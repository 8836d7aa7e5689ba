-- The ten metafields of one customer, at random over all customers.
local report = dofile(os.getenv("BENCH_WRK") .. "/report.lua")
local customers = tonumber(os.getenv("BENCH_METAFIELDS")) / 10
function init()
  request = report.requests(100000, function()
    return "/stores/bench/v3/customers/" .. math.random(customers) .. "/metafields"
  end)
end
done = report.done
