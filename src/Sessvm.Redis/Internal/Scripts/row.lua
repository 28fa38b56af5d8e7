-- What the scripts know of a row's stored form: the head of RowValue.cs, counted from 1. The body is never looked into.

local HEAD = 90         -- its last byte, of a child; a root's head ends at 74
local MARGIN = 7200000  -- for how long past its last deadline a row still answers with the right reason, and how far clocks may be apart

local function head(key)
  local read = redis.call('GETRANGE', key, 0, HEAD - 1)
  return #read > 0 and read or nil
end

local function readable(row)
  return row:byte(1) == 1 and #row >= 74
end

-- An instant or a span, as a number: exact, being below 2^53. An instant that is none is 0, which is before every other.
local function number(bytes, at)
  return (struct.unpack('>I7', bytes, at))
end

local function ended(row)
  return row:byte(28) ~= 0
end

-- SessionRow.LapsesAt
local function lapses(row)
  return math.min(number(row, 43), number(row, 14) + number(row, 50))
end

-- As long as the row can still be used from its last use on: that needs no clock.
local function lifetime(row)
  return MARGIN + math.max(0, lapses(row) - number(row, 14))
end

local function family(id, row)
  return row:byte(74) == 0 and id or row:sub(75, 90)
end

-- The key of another session of the shard: all keys of a shard begin alike, and lie in one slot.
local function sibling(index, id)
  return index:sub(1, -2) .. id
end

local function unreadable(id)
  return redis.error_reply('SESSVM a row is malformed or of a newer format: ' .. id:gsub('.', function(c) return ('%02x'):format(c:byte()) end))
end

-- What an index says of a row: ShardKeys.cs.
local function entry(subject, row)
  return subject .. row:sub(58, 61) .. row:sub(75, 74 + 16 * row:byte(74)) .. (ended(row) and '\0' or '')
end

-- Whether the entry is of a session that has ended.
local function over(entry)
  return #entry % 16 > 0
end

-- Goes through an index: id and entry of each.
local function each(index)
  local read, place = redis.call('HGETALL', index), -1
  return function()
    place = place + 2
    return read[place], read[place + 1]
  end
end

-- Ends a row: its reason and instant, and what the index says of it.
local function finish(index, id, ending)
  redis.call('SETRANGE', sibling(index, id), 27, ending)
  local known = redis.call('HGET', index, id)
  if known and not over(known) then
    redis.call('HSET', index, id, known .. '\0')
  end
end

-- The order of ids: that of their bytes, whatever the server's locale makes of them.
local function precedes(one, two)
  for place = 1, 16 do
    local a, b = one:byte(place), two:byte(place)
    if a ~= b then
      return a < b
    end
  end
  return false
end
