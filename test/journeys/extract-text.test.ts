import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pdfBytes } from '../../src/sandbox/company/words/office-bytes.js'
import { jsonLines } from '../support/cli-org.js'
import { openJourney, unhurried } from '../support/journey.js'
import { records } from '../support/written.js'

const settings = `standard_objects_to_sync: [Account]
children: false
files_dir: kept
enrichment_pipeline:
  processor:
    - extract_text: { file: payload.Website, into: summary, on_failure: pass }
`

test('files below files_dir are read for sync, get and check, and no other file is', unhurried, async () => {
  const journey = await openJourney({ settings, ownProcesses: false })
  const { store } = journey.sandbox
  await mkdir(path.join(journey.folder, 'kept'))
  await writeFile(path.join(journey.folder, 'kept', 'offer.pdf'), pdfBytes('Dear Ann'))
  const acme = store.insert('Account', { Name: 'Acme', Website: 'offer.pdf' }).id
  const bolt = store.insert('Account', { Name: 'Bolt', Website: '../.salesforcerc' }).id

  const { documents, report } = await journey.sync('--output', 'documents')
  const written = new Map(records(documents).map((document) => [document.id, document]))
  expect(written.get(acme)).toMatchObject({ summary: 'Dear Ann' })
  expect(JSON.stringify(written.get(bolt))).not.toContain('files_dir')
  expect(report.objects[0]!.warnings).toEqual([expect.stringContaining('names a file outside files_dir')])
  expect(jsonLines((await journey.run('get', acme)).stdout)).toMatchObject([{ summary: 'Dear Ann' }])
  const { stdout } = await journey.run('check')
  expect(stdout).toContain('comes out as 1 document')
  expect(stdout).not.toContain('there is no files_dir')
  const plan = JSON.parse((await journey.run('plan', '--output', 'documents', '--json')).stdout) as unknown
  expect(plan).toMatchObject([{ objects: [{ object: 'Account', mode: 'incremental' }] }])
  expect((await journey.sync('--output', 'documents')).documents).toEqual([])
})
