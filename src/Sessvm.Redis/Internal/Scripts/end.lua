-- Ends every row of a target that has not ended (R5).
-- KEYS: the shard's index. ARGV: again, reason and instant, the id that goes on or '', 'one' | 'family' | 'subject', and which.
-- Answers with id and row of each that ended.

local again, ending, except, kind, which = ARGV[1] ~= '', ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local index = KEYS[1]

local ids = {}
if kind ~= 'subject' then
  ids[1] = which -- a family bears the id of its root
end
if kind ~= 'one' then
  for id, known in each(index) do
    if (kind == 'subject' and known:sub(1, 12) or known:sub(17, 32)) == which and (again or not over(known)) then
      ids[#ids + 1] = id
    end
  end
end

local covered = {}
for _, id in ipairs(ids) do
  local row = id ~= except and head(sibling(index, id))
  if row then
    if not readable(row) then
      return unreadable(id)
    end
    -- Of an earlier try whose answer was lost, what it ended is told again.
    local told = again and row:sub(28, 35) == ending
    if (told or not ended(row)) and (kind ~= 'family' or family(id, row) == which) then
      covered[#covered + 1] = id
    end
  end
end

local answer = {}
for _, id in ipairs(covered) do
  finish(index, id, ending)
  answer[#answer + 1] = id
  answer[#answer + 1] = redis.call('GET', sibling(index, id))
end
return answer
