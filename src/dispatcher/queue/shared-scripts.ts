/** What the workers of a queue decide together, each in one step of Redis; times are those of its clock. */

const now = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/**
 * KEYS: slots, parked jobs. ARGV: job, worker, the most there may be, how long one lasts unless it is renewed. 1 where
 * it is held. Who takes a job over needs no free slot: it may be the job's still, of a worker that has died.
 */
export const takeSlotScript = `${now}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local holders = redis.call('ZRANGE', KEYS[1], 0, -1)
local isHeld = false
local start = ARGV[1] .. ' '
for _, holder in ipairs(holders) do
  if string.sub(holder, 1, #start) == start then isHeld = true end
end
if not isHeld and #holders >= tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[4], start .. ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('ZREM', KEYS[2], ARGV[1])
return 1`

/** KEYS: slots, parked jobs. ARGV: job, worker. The job that waits for a slot and comes first, if any. */
export const leaveSlotScript = `
redis.call('ZREM', KEYS[1], ARGV[1] .. ' ' .. ARGV[2])
return redis.call('ZPOPMIN', KEYS[2])[1]`

/** KEYS: calls by hour. ARGV: the most of a day. 0 where one more was counted, else the ms until one may be. */
export const countCallScript = `${now}
local hourMs = 3600000
local hour = math.floor(now / hourMs)
local counts = redis.call('HGETALL', KEYS[1])
local sum, oldest = 0, hour
for i = 1, #counts, 2 do
  local of = tonumber(counts[i])
  if of < hour - 24 then
    redis.call('HDEL', KEYS[1], counts[i])
  else
    sum = sum + tonumber(counts[i + 1])
    if of < oldest then oldest = of end
  end
end
if sum >= tonumber(ARGV[1]) then return math.max(1, (oldest + 25) * hourMs - now) end
redis.call('HINCRBY', KEYS[1], tostring(hour), 1)
redis.call('PEXPIRE', KEYS[1], 26 * hourMs)
return 0`

/** KEYS: calls by hour. A call that was counted a moment ago is not counted any more. */
export const giveBackScript = `${now}
local hour = math.floor(now / 3600000)
for _, of in ipairs({hour, hour - 1}) do
  if tonumber(redis.call('HGET', KEYS[1], tostring(of)) or '0') > 0 then
    redis.call('HINCRBY', KEYS[1], tostring(of), -1)
    return 1
  end
end
return 0`

/** KEYS: what is known of the org. ARGV: used, max. */
export const noteUsageScript = `${now}
redis.call('HSET', KEYS[1], 'used', ARGV[1], 'max', ARGV[2], 'told', now)
redis.call('PEXPIRE', KEYS[1], 86400000)
return 1`

/** KEYS: what is known of an org or a datasource. ARGV: for how long nothing is to be begun, and why. */
export const putOffScript = `${now}
redis.call('HSET', KEYS[1], 'until', now + ARGV[1], 'why', ARGV[2])
redis.call('PEXPIRE', KEYS[1], 86400000)
return 1`

/** KEYS: as before. How long nothing is to be begun yet, why, used, max, and the ms since they were told. */
export const standingScript = `${now}
local known = redis.call('HMGET', KEYS[1], 'until', 'why', 'used', 'max', 'told')
local wait = known[1] and math.max(0, known[1] - now) or 0
return {tostring(wait), known[2] or '', known[3] or '', known[4] or '', known[5] and tostring(now - known[5]) or ''}`

/**
 * KEYS: the turn of a datasource. ARGV: the job, how long after its time another's turn still counts. What the failures
 * in a row are, and, where it is another's turn, the ms until then.
 */
export const takeTurnScript = `${now}
local turn = redis.call('HMGET', KEYS[1], 'job', 'at', 'failures')
local failures = turn[3] or '0'
if turn[1] and turn[1] ~= ARGV[1] and turn[2] + ARGV[2] > now then
  return {failures, tostring(math.max(0, turn[2] - now))}
end
redis.call('HDEL', KEYS[1], 'job', 'at')
return {failures}`

/** KEYS: the turn. ARGV: the job, the ms until its time, the failures so far. */
export const keepTurnScript = `${now}
redis.call('HSET', KEYS[1], 'job', ARGV[1], 'at', now + ARGV[2], 'failures', ARGV[3])
redis.call('PEXPIRE', KEYS[1], 604800000)
return 1`

/** KEYS: jobs of an org for objects, and for ranges. ARGV: one that is added, 1 or 2 for where. How many go before. */
export const queueUpScript = `
local own = KEYS[tonumber(ARGV[2])]
redis.call('SADD', own, ARGV[1])
redis.call('PEXPIRE', own, 604800000)
local before = redis.call('SCARD', own) - 1
if ARGV[2] == '2' then before = before + redis.call('SCARD', KEYS[1]) end
return before`

/** KEYS: those who were heard of. ARGV: name, how long it counts. */
export const hearScript = `${now}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return 1`

/** KEYS: as before. */
export const heardScript = `${now}
return redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')`
