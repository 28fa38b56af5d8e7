-- Removes what lapsed before an instant among some rows of a shard, and from the index what is gone.
-- KEYS: the shard's index. ARGV: again, the instant, the ids. Answers with how many rows it removed.

local before = number(ARGV[2], 1)
local index = KEYS[1]

local removed = 0
for place = 3, #ARGV do
  local key = sibling(index, ARGV[place])
  local row = head(key)
  if row and readable(row) and lapses(row) < before then
    redis.call('DEL', key)
    row = nil
    removed = removed + 1
  end
  if not row then
    redis.call('HDEL', index, ARGV[place])
  end
end
return removed
