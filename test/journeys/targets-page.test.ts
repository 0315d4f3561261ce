import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/config.js'
import { openFolder } from '../config/config-folder.js'
import { openJourney, unhurried } from '../support/journey.js'
import { startBulkServer } from '../support/targets/bulk-server.js'
import { loadCoco, startCocoServer } from '../support/targets/coco-server.js'
import { startLinesServer } from '../support/targets/lines-server.js'
import { startMeilisearchServer } from '../support/targets/meilisearch-server.js'
import { loadByManifests, startS3Server } from '../support/targets/s3-server.js'
import { startTypesenseServer } from '../support/targets/typesense-server.js'

const page = readFileSync('docs/targets.md', 'utf8')

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text]) => text!)
}

/** The arguments of each `sync` of the page, by the scheme of its target. */
const commands = new Map(
  blocks('sh')
    .flatMap((text) => [...text.matchAll(/^sf-extract sync (--to '?([a-z0-9]+).*)$/gm)])
    .map(([, args, scheme]) => [scheme!, splitWords(args!)] as const)
    .filter(([, args]) => !args.includes('--dead-letter')),
)

function splitWords(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!)
}

describe('the page about targets', unhurried, () => {
  test('has an example of each target, and they work', async () => {
    expect([...commands.keys()].toSorted()).toEqual(
      'command coco elasticsearch https meilisearch opensearch postgres s3 sqlite typesense'.split(' ').toSorted(),
    )
    const settings = 'standard_objects_to_sync: [Account]\nchildren: false\n'
    const journey = await openJourney({ ownProcesses: false, settings })
    const { id } = journey.sandbox.store.insert('Account', { Name: 'Acme' })
    Object.assign(journey.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-of-the-page' })
    const places = await openPlaces()
    for (const [scheme, { host, load }] of Object.entries(places)) {
      const args = commands.get(scheme)!.map((arg) => atStandIn(arg, host))
      const { code, stderr } = await journey.sync(...args)
      const checked = await journey.run('check', '--to', args[args.indexOf('--to') + 1]!)
      expect({ scheme, code, stderr, ids: load() }).toMatchObject({ code: 0, ids: expect.arrayContaining([id]) })
      expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/target: .*(is there|it answers)/) })
    }
    for (const scheme of ['sqlite', 'command']) expect((await journey.sync(...commands.get(scheme)!)).code).toBe(0)
    expect(readFileSync(path.join(journey.folder, 'documents.ndjson.gz')).length).toBeGreaterThan(100)
    expect((await journey.run('search', 'acme', '--from', 'sqlite:documents.db')).stdout).toContain('Acme')
  })

  test.each(blocks('yaml'))('has settings that load as they stand: %#', async (text) => {
    const env = { SF_EXTRACT_DOMAIN: 'mycompany', SF_EXTRACT_CLIENT_ID: 'key-of-page', ES_PASSWORD: 'words-of-page' }
    const secrets = { SF_EXTRACT_CLIENT_SECRET: 'secret-of-page' }
    const cwd = await openFolder({ '.salesforcerc': text, 'search-key.secret': 'a key' })
    const { extract, notes } = await loadConfig({ cwd, env: { ...env, ...secrets } })
    expect(notes).toEqual([])
    expect(extract.target?.name).toBe(/^to: (.*)$/m.exec(text)![1])
  })
})

/** The same address at another host, which is this machine, without TLS. */
function atStandIn(address: string, host: string): string {
  if (address.startsWith('s3:')) return `${address}&endpoint=http://${host}`
  return address.replace(/^((?:[a-z]+\+)?http)s:\/\/[^/]+/, `$1://${host}`)
}

async function openPlaces() {
  const [elasticsearch, opensearch] = [await startBulkServer('elasticsearch'), await startBulkServer('opensearch')]
  const [meilisearch, typesense] = [await startMeilisearchServer(), await startTypesenseServer()]
  const [coco, lines, s3] = [
    await startCocoServer('d1d2d3'),
    await startLinesServer(),
    await startS3Server('crm-documents'),
  ]
  return {
    elasticsearch: { host: elasticsearch.host, load: () => [...elasticsearch.documents('crm').keys()] },
    opensearch: { host: opensearch.host, load: () => [...opensearch.documents('crm').keys()] },
    meilisearch: { host: meilisearch.host, load: () => [...meilisearch.documents('crm').keys()] },
    typesense: { host: typesense.host, load: () => [...typesense.documents('crm').keys()] },
    coco: { host: coco.host, load: () => loadCoco(coco).map(({ id }) => id) },
    https: { host: lines.host, load: () => lines.taken.map(({ id }) => id) },
    s3: { host: s3.host, load: () => loadByManifests(s3).map(({ id }) => id) },
  }
}
