/** Loaded before a program: kills it with -9 in the place of its change number DIE_AT_STEP of the file system. */
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

let left = Number(process.env.DIE_AT_STEP)

function dying(call) {
  return (...args) => {
    left -= 1
    if (left >= 0) return call(...args)
    process.kill(process.pid, 'SIGKILL')
    return new Promise(() => {})
  }
}

for (const name of ['rename', 'rm', 'mkdir', 'writeFile', 'appendFile']) fs[name] = dying(fs[name])
const { open } = fs
fs.open = async (path, flags, ...rest) => {
  const file = await (flags === 'r' ? open : dying(open))(path, flags, ...rest)
  file.writeFile = dying(file.writeFile.bind(file))
  file.sync = dying(file.sync.bind(file))
  return file
}
syncBuiltinESMExports()
