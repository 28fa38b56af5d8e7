-- Appends notices to the log, and wakes who waits. KEYS: the log. ARGV: again, the channel, the notices.

for place = 3, #ARGV do
  redis.call('XADD', KEYS[1], '*', 'n', ARGV[place])
end
redis.call('PUBLISH', ARGV[2], '')
return true
