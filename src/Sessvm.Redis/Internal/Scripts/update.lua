-- Replaces a row by compare-and-swap (R5).
-- KEYS: the session; its shard's index. ARGV: again, the expected version, the new row.
-- Answers with the number of an UpdateOutcome.

local UPDATED, CONFLICT, ENDED, NOT_FOUND = 0, 1, 2, 3

local again, expected, row = ARGV[1] ~= '', ARGV[2], ARGV[3]
local stored = head(KEYS[1])
if not stored then
  return NOT_FOUND
end
local id = KEYS[1]:sub(-16)
if not readable(stored) then
  return unreadable(id)
end

local version = stored:sub(2, 9)
if again and version == row:sub(2, 9) then
  return UPDATED -- by an earlier try whose answer was lost: versions never repeat
end
if ended(stored) then
  return ENDED
end
if version ~= expected then
  return CONFLICT
end

-- The marks that the stored row has gained since it was read: SessionRowColumns.Over.
if number(stored, 14) > number(row, 14) then
  row = row:sub(1, 13) .. stored:sub(14, 20) .. row:sub(21)
end
if number(stored, 21) > 0 and stored:sub(10, 13) == row:sub(10, 13) then
  row = row:sub(1, 20) .. stored:sub(21, 27) .. row:sub(28)
end

redis.call('SET', KEYS[1], row, 'PX', lifetime(row))
if family(id, stored) ~= family(id, row) then
  local entry = redis.call('HGET', KEYS[2], id)
  if entry then
    redis.call('HSET', KEYS[2], id, entry:sub(1, 12) .. row:sub(75, 74 + 16 * row:byte(74)))
  end
end
return UPDATED
