/** What Redis does in one step: scripts run alone, and hold as a whole. */

/**
 * KEYS: the lock, the list of all keys, then the keys that change. ARGV: number and nonce of the fence, both empty
 * where there is none, then a value for each key, empty for a removal. 0 where the lock is no longer held.
 */
export const writeScript = `
if ARGV[1] ~= '' then
  local held = redis.call('HMGET', KEYS[1], 'number', 'nonce')
  if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] then return 0 end
end
for i = 3, #KEYS do
  if ARGV[i] == '' then
    redis.call('DEL', KEYS[i])
    redis.call('ZREM', KEYS[2], KEYS[i])
  else
    redis.call('SET', KEYS[i], ARGV[i])
    redis.call('ZADD', KEYS[2], 0, KEYS[i])
  end
end
return 1`

const now = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/** Number, holder and the milliseconds since its last beat; nothing where nobody ever held the lock. */
export const leaseScript = `${now}
local lease = redis.call('HMGET', KEYS[1], 'number', 'holder', 'beat')
if not lease[1] then return {} end
return {lease[1], lease[2], tostring(now - lease[3])}`

/** ARGV: number, nonce, holder. 1 where the lock is held by them now. */
export const takeScript = `${now}
local lease = redis.call('HMGET', KEYS[1], 'number', 'nonce')
local last = tonumber(lease[1] or '0')
if last == tonumber(ARGV[1]) and lease[2] == ARGV[2] then return 1 end
if last ~= tonumber(ARGV[1]) - 1 then return 0 end
redis.call('HSET', KEYS[1], 'number', ARGV[1], 'nonce', ARGV[2], 'holder', ARGV[3], 'beat', now)
return 1`

/** ARGV: number, nonce. 0 where the lock is no longer held. */
export const beatScript = `${now}
local lease = redis.call('HMGET', KEYS[1], 'number', 'nonce')
if lease[1] ~= ARGV[1] or lease[2] ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'beat', now)
return 1`

/** ARGV: number, nonce. What is no longer held stays as it is. */
export const releaseScript = `
local lease = redis.call('HMGET', KEYS[1], 'number', 'nonce')
if lease[1] == ARGV[1] and lease[2] == ARGV[2] then
  redis.call('HSET', KEYS[1], 'nonce', '', 'holder', '')
end
return 1`
