-- The static files BENCH_PATH/1 … BENCH_PATH/BENCH_FILES, at random.
local report = dofile(os.getenv("BENCH_WRK") .. "/report.lua")
function init()
  local path, count = os.getenv("BENCH_PATH"), tonumber(os.getenv("BENCH_FILES"))
  request = report.requests(count, function(i) return path .. "/" .. i end)
end
done = report.done
