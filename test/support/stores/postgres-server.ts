/** A PostgreSQL of the test's own: in a folder, on loopback, gone afterwards. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from './free-port.js'

export interface PostgresServer {
  /** The address with user and password, as far as the database. */
  url: string
  /** Ends it at once, as a crash would. */
  crash(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/**
 * Where the programs of PostgreSQL are on this machine; undefined where there are none: who runs the tests needs Node
 * alone. With SF_EXTRACT_NEEDS_POSTGRES they have to be there.
 */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  const places = [...versions.map((version) => path.join(debian, version, 'bin')), '/usr/local/pgsql/bin', '/usr/bin']
  const found = places.find((place) => existsSync(path.join(place, 'initdb')))
  if (found === undefined && process.env['SF_EXTRACT_NEEDS_POSTGRES']) {
    throw new Error('no PostgreSQL: install the package postgresql')
  }
  return found
}

export const postgresPassword = 'pa/ss w@rd'

/** It runs as another user where the tests are root's: PostgreSQL refuses to be. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const base = await mkdtemp(path.join(tmpdir(), 'sf-extract-postgres-'))
  const owner = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const passwords = path.join(base, 'password')
  await writeFile(passwords, postgresPassword)
  if (owner.uid !== undefined) await Promise.all([base, passwords].map((file) => chown(file, owner.uid, owner.gid)))
  const data = path.join(base, 'data')
  const initdb = ['-D', data, '-U', 'indexer', '-A', 'scram-sha-256', `--pwfile=${passwords}`, '-N', '-E', 'UTF8']
  const environment = { PATH: process.env['PATH'], LC_ALL: 'C' }
  execFileSync(path.join(programs, 'initdb'), initdb, { ...owner, cwd: base, env: environment, stdio: 'pipe' })
  const port = await freePort()
  const options = ['-D', data, '-k', base, '-h', '127.0.0.1', '-p', String(port), '-c', 'fsync=off']
  const start = () =>
    new Promise<ReturnType<typeof spawn>>((resolve, reject) => {
      const child = spawn(path.join(programs, 'postgres'), options, { ...owner, cwd: base, env: environment })
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('ready to accept connections')) resolve(child)
      })
      child.once('exit', () => reject(new Error(said)))
    })
  let child = await start()
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill(signal)
    })
  return {
    url: `postgres://indexer:${encodeURIComponent(postgresPassword)}@127.0.0.1:${port}/postgres`,
    // Of its ways to end the one that leaves everything as it is.
    crash: () => end('SIGQUIT'),
    start: async () => void (child = await start()),
    close: async () => {
      await end('SIGINT')
      await rm(base, { recursive: true, force: true })
    },
  }
}
