import { chmod } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../../src/config/config.js'
import { parseTargetAddress } from '../../../src/config/targets/target-address.js'
import { redact } from '../../../src/errors/redact.js'
import { environment, openFolder, problemsOf } from '../config-folder.js'

const bases = { folder: '/work', home: '/home/ann' }

test.each([
  ['s3://crm/sales/force/?region=eu-west-1', { name: 's3://crm/sales/force', region: 'eu-west-1' }],
  [
    's3://KEY:pa%2Fss-of-s3@crm?endpoint=https://minio.example.com',
    {
      name: 's3://crm?endpoint=https://minio.example.com',
      location: 's3://crm',
      endpoint: 'https://minio.example.com',
      login: { user: 'KEY', password: 'pa/ss-of-s3' },
    },
  ],
  ['https://:token-a1@host.example/in', { name: 'https://host.example/in', login: { apiKey: 'token-a1' } }],
  [
    'https://host.example/in?index=crm&code=code-b2-of-hook',
    {
      name: 'https://host.example/in?index=crm',
      location: 'https://host.example/in?index=crm&code=code-b2-of-hook',
    },
  ],
  ['http://localhost:8080/in', { kind: 'http', location: 'http://localhost:8080/in' }],
  ['meilisearch+http://host:7700/crm/', { kind: 'meilisearch', location: 'http://host:7700/crm' }],
  ['coco+https://host/base/d1', { kind: 'coco', location: 'https://host/base/d1' }],
])('%s is read', (address, expected) => {
  expect(parseTargetAddress(address, bases)).toMatchObject(expected)
})

test('what a query has of secrets is kept out of all output', () => {
  parseTargetAddress('https://host.example/in?sig=sig-c3-of-hook', bases)
  expect(redact('it answered sig-c3-of-hook')).toBe('it answered [redacted]')
})

test.each([
  ['http://host.example/in', /unencrypted/],
  ['s3://crm?acl=public', /"acl": region and endpoint are known/],
  ['s3:///prefix', /names no bucket/],
  ['s3://crm?endpoint=minio:9000', /endpoint that is no address/],
  ['typesense+https://host', /names no collection: typesense\+https:\/\/HOST\/COLLECTION/],
  ['meilisearch+https://host/crm?x=1', /has a query/],
  ['melisearch+https://host/crm', /did you mean "meilisearch\+https"/],
])('%s is refused', (address, message) => {
  expect(() => parseTargetAddress(address, bases)).toThrow(message)
})

test('a file that others can read is noted where it has a secret of a target in it', async () => {
  const to = 'to: https://host.example/in\n'
  expect(await noteOf(`${to}to_api_key: key-d4-of-file\n`)).toContain('holds a secret')
  expect(await noteOf('to: https://:key-d4-of-file@host.example/in\n')).toContain('holds a secret')
  expect(await noteOf(to)).toBe('')
})

test('secrets that are not there are problems, as those of connectors are', async () => {
  expect(await load('{ env: NO_SUCH_KEY }')).toEqual({ to_api_key: expect.stringContaining('NO_SUCH_KEY is not set') })
  expect(await load('{ file: nowhere.key }')).toEqual({ to_api_key: expect.stringContaining('there is no file') })
  expect(await load('{ other: x }')).toEqual({ to_api_key: expect.stringContaining('{ env: NAME }') })
})

async function noteOf(text: string): Promise<string> {
  const cwd = await openFolder({ '.salesforcerc': text })
  await chmod(path.join(cwd, '.salesforcerc'), 0o644)
  return (await loadConfig({ cwd, env: environment })).notes.join()
}

async function load(secret: string): Promise<Record<string, string>> {
  const text = `to: https://host.example/in\nto_api_key: ${secret}\n`
  return problemsOf(loadConfig({ cwd: await openFolder({ '.salesforcerc': text }), env: environment }))
}
