-- Replaces a row by compare-and-swap (R5). Without row.lua, whose functions would cost this script a third of its time: it is on the
-- path of every exchange.
-- KEYS: the session. ARGV: again, the expected version, the new row, its lifetime. Answers with the number of an UpdateOutcome.

local UPDATED, CONFLICT, ENDED, NOT_FOUND = 0, 1, 2, 3

local key, row = KEYS[1], ARGV[3]
local stored = redis.call('GET', key)
if not stored then
  return NOT_FOUND
end
if stored:byte(1) ~= 1 or #stored < 74 then
  return redis.error_reply('SESSVM the stored row is malformed, or of a newer format')
end

local version, reason = stored:sub(2, 9), stored:byte(28)
if version ~= ARGV[2] or reason ~= 0 then
  if ARGV[1] ~= '' and version == row:sub(2, 9) then
    return UPDATED -- by an earlier try whose answer was lost: versions never repeat
  end
  return reason ~= 0 and ENDED or CONFLICT
end

-- The marks that the stored row has gained since it was read: SessionRowColumns.Over. They shorten what is left of its life at most.
local generation, last, seen = struct.unpack('>I4I7I7', stored, 10)
local newGeneration, newLast = struct.unpack('>I4I7', row, 10)
if last > newLast then
  row = row:sub(1, 13) .. stored:sub(14, 20) .. row:sub(21)
end
if seen > 0 and generation == newGeneration then
  row = row:sub(1, 20) .. stored:sub(21, 27) .. row:sub(28)
end
redis.call('SET', key, row, 'PX', ARGV[4])

-- A family is for ever in Sessvm; the port allows another, and the index follows.
if stored:byte(74) + row:byte(74) > 0 and stored:sub(74, 90) ~= row:sub(74, 90) then
  local index, id = key:sub(1, -17) .. 'i', key:sub(-16)
  local entry = redis.call('HGET', index, id)
  if entry then
    redis.call('HSET', index, id, entry:sub(1, 12) .. row:sub(75, 74 + 16 * row:byte(74)))
  end
end
return UPDATED
