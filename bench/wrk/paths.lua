-- The paths in the file BENCH_PATHS, one a line, at random.
local report = dofile(os.getenv("BENCH_WRK") .. "/report.lua")
function init()
  local paths = {}
  for path in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = path end
  request = report.requests(#paths, function(i) return paths[i] end)
end
done = report.done
