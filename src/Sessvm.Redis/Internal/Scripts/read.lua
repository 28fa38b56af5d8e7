-- Reads the log behind a place. KEYS: the log. ARGV: again, the place, the most entries.
-- Answers with who answers, the log's last place, and place and notice of each entry.

local function told(section, name)
  return redis.call('INFO', section):match(name .. ':(%x+)')
end

local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local answer = {
  -- A process that is not the same, or a history that is not: what the log held last may be lost.
  told('server', 'run_id') .. told('replication', 'master_replid'),
  newest[1] and newest[1][1] or '0-0',
}
local found = redis.call('XREAD', 'COUNT', ARGV[3], 'STREAMS', KEYS[1], ARGV[2])
for _, entry in ipairs(found and found[1][2] or {}) do
  answer[#answer + 1] = entry[1]
  answer[#answer + 1] = entry[2][2]
end
return answer
