-- Writes marks, which never move back, keep the version and never touch an ended row (R5): SessionRowColumns.With.
-- KEYS: the sessions. ARGV: again, then for each its generation, last seen and first sight.

for place, key in ipairs(KEYS) do
  local row, mark = head(key), ARGV[place + 1]
  if row and readable(row) and not ended(row) then
    local last, seen = row:sub(14, 20), row:sub(21, 27)
    local first = number(seen, 1) == 0 and number(mark, 12) > 0 and mark:sub(1, 4) == row:sub(10, 13) -- R3
    local later = number(mark, 5) > number(last, 1) -- R6
    if first or later then
      seen = first and mark:sub(12, 18) or seen
      last = later and mark:sub(5, 11) or last
      redis.call('SETRANGE', key, 13, last .. seen)
      if later then
        redis.call('PEXPIRE', key, lifetime(row:sub(1, 13) .. last .. row:sub(21)))
      end
    end
  end
end
return true
