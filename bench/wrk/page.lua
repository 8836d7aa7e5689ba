-- The one page at BENCH_PATH.
local report = dofile(os.getenv("BENCH_WRK") .. "/report.lua")
function init()
  request = report.requests(1, function() return os.getenv("BENCH_PATH") end)
end
done = report.done
