-- Replays prepared requests over wrk's connections: wrk -s replay.lua URL -- FILE once|loop RATE STATUS...
-- A request that is sent `once` is not sent again; with a RATE (per second) each waits for its turn.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long sec; long nsec; } bench_time;
  int clock_gettime(int clock, bench_time *now);
  int getpid(void);
  int kill(int pid, int signal);
]]
local clock = ffi.new("bench_time")
local function now()
  ffi.C.clock_gettime(1, clock)
  return tonumber(clock.sec) + tonumber(clock.nsec) / 1e9
end

local threads = {}
function setup(thread) table.insert(threads, thread) end

local requests, once, rate, good, turns, begun, late_ones, latest = {}, false, 0, {}, 0, nil, 0, 0
sent, answered, first, last, bad, statuses, late, wrong = 0, 0, 0, 0, 0, {}, "", ""

function init(args)
  local file = assert(io.open(args[1], "rb"))
  while true do
    local length = file:read("*n", "*l")
    if not length then break end
    table.insert(requests, file:read(length))
    file:read("*l")
  end
  file:close()
  once, rate = args[2] == "once", tonumber(args[3])
  for n = 4, #args do good[tonumber(args[n])] = true end
  if not (once or rate > 0) then delay = nil end
end

-- wrk asks for one request to check it; that one is not sent.
local checked = false
function request()
  if not checked then
    checked = true
    return requests[1]
  end
  if sent == 0 then first = now() end
  sent = sent + 1
  return requests[(sent - 1) % #requests + 1]
end

-- In milliseconds. What is over waits for longer than any run.
function delay()
  if once and turns >= #requests then return 1e8 end
  turns = turns + 1
  if rate == 0 then return 0 end
  begun = begun or now()
  local wait = begun + (turns - 1) / rate - now()
  -- Every connection was waiting for an answer: this request is later than its turn.
  if wait < -0.1 then
    late_ones, latest = late_ones + 1, math.max(latest, -wait)
    late = late_ones .. " " .. latest
  end
  return math.max(0, math.floor(wait * 1000))
end

function response(status, headers, body)
  answered, last = answered + 1, now()
  local place = headers["Location"] or headers["location"] or ""
  -- Sent to the log-in: the page was not answered.
  if place:find("login/?next", 1, true) or place:match("/track/$") then status = status + 1000 end
  statuses[tostring(status)] = (statuses[tostring(status)] or 0) + 1
  if not good[status] then
    bad = bad + 1
    if wrong == "" then wrong = status .. " " .. place .. " " .. body:sub(1, 3000) end
  end
  if once and answered >= #requests then ffi.C.kill(ffi.C.getpid(), 2) end
end

function done(summary, latency, requests)
  local one = threads[1]
  print("BEGIN")
  print("answered=" .. one:get("answered"))
  print("bad=" .. one:get("bad"))
  print("seconds=" .. (one:get("last") - one:get("first")))
  print("bytes=" .. summary.bytes)
  print("socket_errors=" .. summary.errors.connect + summary.errors.read + summary.errors.write)
  print("timeouts=" .. summary.errors.timeout)
  print("late=" .. one:get("late"))
  print("p100=" .. latency.max / 1000)
  for _, share in ipairs({50, 95, 99}) do
    print("p" .. share .. "=" .. latency:percentile(share) / 1000)
  end
  for status, count in pairs(one:get("statuses")) do print("status " .. status .. "=" .. count) end
  print("END")
  local text = one:get("wrong")
  if text ~= "" then print(text) end
end
