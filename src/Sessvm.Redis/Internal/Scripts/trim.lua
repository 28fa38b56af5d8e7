-- Forgets what was appended too long ago, by the server's clock. KEYS: the log. ARGV: again, how long ago, in milliseconds.

local now = redis.call('TIME')
local oldest = now[1] * 1000 + math.floor(now[2] / 1000) - ARGV[2]
if oldest > 0 then
  redis.call('XTRIM', KEYS[1], 'MINID', '~', ('%.0f-0'):format(oldest))
end
return true
