-- BENCH_METHOD on BENCH_PATH with {customer} and {id} filled in at random: what servers other than ours are asked.
local report = dofile(os.getenv("BENCH_WRK") .. "/report.lua")
local total, path = tonumber(os.getenv("BENCH_METAFIELDS")), os.getenv("BENCH_PATH")
local method, body = os.getenv("BENCH_METHOD"), os.getenv("BENCH_BODY")
if method ~= "POST" then body = nil end
function init()
  local make = report.requests(1000, function()
    local id = math.random(total)
    local customer = math.floor((id - 1) / 10) + 1
    return (path:gsub("{id}", id):gsub("{customer}", customer))
  end, method, body)
  request = make
end
done = report.done
