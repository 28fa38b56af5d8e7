-- Adds a row, with the cap and the replacement of the device's earlier session: Admission.Decide, in the step that reads the rows.
-- KEYS: the session; its shard's index. ARGV: again, the row, its lifetime, that of the index, the subject's tag, now, the limit or '',
-- '1' to evict, the devices…
-- Answers with 0 (refused), 1 (added) or 2 (the id is taken), then id and row of each that gave way, or that fills the limit.

local REPLACED, EVICTED = string.char(8), string.char(9)

local again, row, subject, now, limit, evict = ARGV[1] ~= '', ARGV[2], ARGV[5], ARGV[6], tonumber(ARGV[7]), ARGV[8] == '1'
local id, index = KEYS[1]:sub(-16), KEYS[2]
local instant = number(now, 1)
local own = family(id, row)

local stored = head(KEYS[1])
if stored and not (again and stored:sub(2, 9) == row:sub(2, 9)) then
  return { 2 }
end

local replaced, marks = {}, {}
for place = 9, #ARGV do
  replaced[ARGV[place]] = true
  marks[ARGV[place]:sub(2, 5)] = true
end

-- The subject's rows, unless nothing depends on them: without a limit, those that may be replaced. A subject may have thousands.
local rows = {}
if limit or #ARGV > 8 then
  for other, known in each(index) do
    if known:sub(1, 12) == subject and other ~= id and (stored or not over(known)) and (limit or marks[known:sub(13, 16)]) then
      local found = head(sibling(index, other))
      if not found then
        redis.call('HDEL', index, other)
      elseif not readable(found) then
        return unreadable(other)
      else
        rows[#rows + 1] = { id = other, head = found, created = number(found, 36) }
      end
    end
  end
end
table.sort(rows, function(one, two)
  if one.created ~= two.created then
    return one.created < two.created
  end
  return precedes(one.id, two.id)
end)

local answer = { 1 }
local function tell(other)
  answer[#answer + 1] = other.id
  answer[#answer + 1] = redis.call('GET', sibling(index, other.id))
end

if stored then
  -- An earlier try has added it; its answer was lost. What gave way is told again.
  for _, other in ipairs(rows) do
    local reason = other.head:sub(28, 28)
    if (reason == REPLACED or reason == EVICTED) and other.head:sub(29, 35) == now then
      tell(other)
    end
  end
  return answer
end

local ending, staying = {}, {}
for _, other in ipairs(rows) do
  if not ended(other.head) and instant < lapses(other.head) then
    if replaced[other.head:sub(57, 73)] and family(other.id, other.head) ~= own then
      other.reason = REPLACED
      ending[#ending + 1] = other
    else
      staying[#staying + 1] = other
    end
  end
end

local surplus = limit and #staying + 1 - limit or 0
if evict then
  for _, other in ipairs(staying) do
    if surplus > 0 and family(other.id, other.head) ~= own then
      other.reason = EVICTED
      ending[#ending + 1] = other
      surplus = surplus - 1
    end
  end
end
if surplus > 0 then
  answer[1] = 0 -- a refusal changes nothing
  for _, other in ipairs(staying) do
    tell(other)
  end
  return answer
end

for _, other in ipairs(ending) do
  finish(index, other.id, other.reason .. now)
  tell(other)
end

redis.call('SET', KEYS[1], row, 'PX', ARGV[3])
redis.call('HSET', index, id, entry(subject, row))
if redis.call('PTTL', index) < tonumber(ARGV[4]) then
  redis.call('PEXPIRE', index, ARGV[4])
end
return answer
