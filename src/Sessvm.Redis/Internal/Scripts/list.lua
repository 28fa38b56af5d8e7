-- The live rows of a subject.
-- KEYS: the shard's index. ARGV: again, the subject's tag, now. Answers with id and row of each.

local subject, now = ARGV[2], number(ARGV[3], 1)
local index = KEYS[1]

local answer = {}
for id, known in each(index) do
  if known:sub(1, 12) == subject and not over(known) then
    local row = redis.call('GET', sibling(index, id))
    if row then
      if not readable(row) then
        return unreadable(id)
      end
      if not ended(row) and now < lapses(row) then
        answer[#answer + 1] = id
        answer[#answer + 1] = row
      end
    end
  end
end
return answer
