-- The static files BENCH_PATH/1 … BENCH_PATH/BENCH_FILES, at random.
local report = dofile(os.getenv("BENCH_WRK") .. "/report.lua")
function init()
  local path = os.getenv("BENCH_PATH")
  request = report.requests(tonumber(os.getenv("BENCH_FILES")), function(i) return path .. "/" .. i end)
end
done = report.done
