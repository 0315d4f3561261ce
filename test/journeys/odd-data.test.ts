import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeOf, watermarkFields } from '../support/describe-of.js'
import { openGoBetween } from '../support/go-between.js'
import { openJourney, unhurried } from '../support/journey.js'
import { listOutput, loadOutput } from '../support/output-files.js'
import { callCli } from '../support/call-cli.js'
import { buildToken } from '../support/scripted-server.js'
import { records } from '../support/written.js'

const oddTexts = {
  'line separators': 'before\u2028between\u2029after\u0085end',
  NUL: 'a\u0000b\u0001c',
  'a lone surrogate': 'half \ud83d and \udca9 the other way',
  'a whole pair': '👩‍🔧 fine',
  'every line end': 'one\ntwo\r\nthree\rfour\ttab',
  quotes: `"double" 'single' \\back\\ <tag> &amp;`,
  'right to left': 'שלום \u202eolleh',
  'thirty thousand characters': 'ü'.repeat(29_999) + '!',
  '199 characters and a pair': 'x'.repeat(199) + '😀😀',
}

describe('odd data', unhurried, () => {
  test('comes out as it is: every line parses, and lines are cut nowhere but at their ends', async () => {
    const journey = await openJourney({ ownProcesses: false, settings: 'standard_objects_to_sync: [Account]\n' })
    const { store } = journey.sandbox
    const stored = new Map(
      Object.entries(oddTexts).map(([Name, Description]) => [
        store.insert('Account', { Name, Description }).id,
        Description,
      ]),
    )
    const { code, documents } = await journey.sync('--output', 'documents')
    expect(code).toBe(0)
    const written = records(documents, 'Account')
    expect(new Map(written.map(({ id, payload }) => [id, payload['Description']]))).toEqual(stored)
    for (const { content, payload } of written) expect(content).toBe(payload['Description'])
    const cut = written.find(({ title }) => title === '199 characters and a pair')!
    expect(cut.summary).toBe(`${'x'.repeat(199)}😀...`)

    const folder = path.join(journey.folder, 'documents', 'Standard Objects', 'Account')
    const text = await readFile(path.join(folder, (await readdir(folder))[0]!), 'utf8')
    expect(text.split(/\r\n|[\n\r\u2028\u2029\u0000]/)).toHaveLength(written.length + 1)
    expect(text).toContain('half \\ud83d and \\udca9 the other way')
    expect(text).toContain('before\\u2028between\\u2029after')
  })

  test('hostile names of objects and fields lead no file out of the folder, and into no statement', async () => {
    const { folder, env } = await openJourney({
      ownProcesses: false,
      settings: 'standard_objects_to_sync: []\nsync_custom_objects: true\ncustom_objects_to_sync: ["*"]\n',
    })
    const fields = `Name:string! ${watermarkFields}`
    const evil = ['../x__c', '/abs__c', '..\\..\\y__c', 'new\nline__c', "quote'__c", '__c', 'CON__c', 'a b__c']
    const good = describeOf('Good__c', fields)
    const liar = { ...describeOf('Liar__c', fields), name: '../../liar__c' }
    liar.fields.push(
      { ...liar.fields[1]!, name: 'x, (SELECT Id FROM Users)' },
      { ...liar.fields[1]!, name: 'new\nline' },
    )
    const asked: string[] = []
    const { url } = await openGoBetween('http://127.0.0.1:9', ({ line, soql }) => {
      if (line.endsWith('/oauth2/token')) return { body: buildToken(url, 1) }
      if (line.endsWith('/sobjects'))
        return { body: { sobjects: [...evil.map((name) => describeOf(name, '')), good, describeOf('Liar__c', '')] } }
      if (line.endsWith('/sobjects/Good__c/describe')) return { body: good }
      if (line.endsWith('/sobjects/Liar__c/describe')) return { body: liar }
      if (soql === undefined) return { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'not here' }] }
      asked.push(soql)
      return { body: { totalSize: 1, done: true, records: [{ Id: 'a00000000000001AAA', Name: '../../name' }] } }
    })
    const end = await callCli(['sync', '--output', 'documents', '--quiet'], {
      cwd: folder,
      env: { ...env, SF_EXTRACT_LOGIN_URL: url },
    })
    expect(end.code).toBe(4)
    expect(end.stderr).not.toContain('    at ')
    expect((await readdir(folder)).toSorted()).toEqual(['.salesforcerc', '.sf-extract', 'documents'])
    for (const file of await listOutput(path.join(folder, 'documents'))) {
      expect(file).toMatch(/^(?:Custom Objects\/)?(?:[^/\\\n]+\/)?[^/\\\n]+\.ndjson$/)
      expect(file).not.toContain('..')
    }
    const documents = await loadOutput(path.join(folder, 'documents'))
    expect(documents.map(({ type }) => type)).toContain('Good__c')
    for (const { system } of documents) expect(system.parent_path.split('/').length).toBeLessThanOrEqual(4)
    for (const soql of asked) expect(soql).not.toMatch(/\n|Users|\.\.|'__c/)
  })
})
