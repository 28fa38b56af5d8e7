-- Replaces rows by compare-and-swap (R5). Without row.lua, whose functions would cost this script a third of its time: it is on the
-- path of every exchange, and says by itself, in as few calls as it can, what it needs of a row's head.
-- KEYS: the sessions. ARGV: again; then for each its expected version, its new row, its lifetime. Answers with the number of an
-- UpdateOutcome for each.

local UPDATED, CONFLICT, ENDED, NOT_FOUND, MALFORMED = 0, 1, 2, 3, 4

local call, unpack, byte, sub = redis.call, struct.unpack, string.byte, string.sub

local function swap(key, expected, row, lifetime)
  local stored = call('GET', key)
  if not stored then
    return NOT_FOUND
  end
  if #stored < 74 then
    return MALFORMED
  end

  local format, version, generation, last, seen, reason = unpack('>Bc8I4I7I7B', stored)
  if format ~= 1 then
    return MALFORMED
  end
  if version ~= expected or reason ~= 0 then
    if ARGV[1] ~= '' and version == sub(row, 2, 9) then
      return UPDATED -- by an earlier try whose answer was lost: versions never repeat
    end
    return reason ~= 0 and ENDED or CONFLICT
  end

  -- The marks that the stored row has gained since it was read: SessionRowColumns.Over. They shorten what is left of its life at most.
  local newGeneration, newLast = unpack('>I4I7', row, 10)
  if last > newLast then
    row = sub(row, 1, 13) .. sub(stored, 14, 20) .. sub(row, 21)
  end
  if seen > 0 and generation == newGeneration then
    row = sub(row, 1, 20) .. sub(stored, 21, 27) .. sub(row, 28)
  end
  call('SET', key, row, 'PX', lifetime)

  -- A device is hashed anew under a new key, an end is a row's last update, and a family is for ever in Sessvm, though the port
  -- allows another: the index follows.
  if byte(row, 28) > 0 or sub(stored, 58, 61) ~= sub(row, 58, 61)
    or byte(stored, 74) + byte(row, 74) > 0 and sub(stored, 74, 90) ~= sub(row, 74, 90) then
    local index, id = sub(key, 1, -17) .. 'i', sub(key, -16)
    local known = call('HGET', index, id)
    if known then
      call('HSET', index, id, sub(known, 1, 12) .. sub(row, 58, 61) .. sub(row, 75, 74 + 16 * byte(row, 74)) .. (byte(row, 28) > 0 and '\0' or ''))
    end
  end
  return UPDATED
end

local outcomes = {}
for place = 1, #KEYS do
  outcomes[place] = swap(KEYS[place], ARGV[3 * place - 1], ARGV[3 * place], ARGV[3 * place + 1])
end
return outcomes
