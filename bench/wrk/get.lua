-- One metafield by its id, at random over all of them.
local report = dofile(os.getenv("BENCH_WRK") .. "/report.lua")
local total = tonumber(os.getenv("BENCH_METAFIELDS"))
function init()
  request = report.requests(100000, function()
    local id = math.random(total)
    local customer = math.floor((id - 1) / 10) + 1
    return "/stores/bench/v3/customers/" .. customer .. "/metafields/" .. id
  end)
end
done = report.done
