import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderFirstFile, type FirstFileAnswers } from '../../../src/config/settings/first-file.js'
import { parseYamlFile } from '../../../src/config/sources/yaml-file.js'
import { loadFiles } from '../config-folder.js'

const env = { SF_EXTRACT_CLIENT_ID: 'env-key', SF_EXTRACT_CLIENT_SECRET: 'env-secret' }

const loadFirst = async (answers: FirstFileAnswers) => {
  const { name, text } = renderFirstFile(answers)
  return loadFiles({ [name]: text }, { env })
}

describe('the first file', () => {
  it.each(['coco', 'rc'] as const)('of kind %s loads, with what was answered', async (kind) => {
    const config = await loadFirst({
      kind,
      domain: 'mycompany--uat.sandbox',
      standardObjects: ['Account', 'Task'],
      customObjects: ['*'],
      datasourceName: 'Sales: all',
    })
    expect(config).toMatchObject({
      connectors: [
        {
          loginUrl: 'https://mycompany--uat.sandbox.my.salesforce.com',
          clientId: 'env-key',
          clientSecret: 'env-secret',
        },
      ],
      datasources: [{ standardObjects: ['Account', 'Task'], customObjects: ['*'] }],
      notes: [],
    })
    expect(config.datasources[0]?.name).toBe(kind === 'coco' ? 'Sales: all' : 'Salesforce')
  })

  it.each(['coco', 'rc'] as const)('of kind %s loads with the least that can be answered', async (kind) => {
    const config = await loadFirst({ kind, domain: 'mycompany' })
    expect(config.datasources).toMatchObject([
      { standardObjects: ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case'], customObjects: [] },
    ])
    expect(config.notes).toEqual([])
  })

  it('is called and protected for what it is', () => {
    expect(renderFirstFile({ kind: 'coco', domain: 'x' })).toMatchObject({ name: 'coco.yml', mode: 0o644 })
    expect(renderFirstFile({ kind: 'rc', domain: 'x', clientSecret: 'literal' })).toMatchObject({
      name: '.salesforcerc',
      mode: 0o600,
    })
  })

  it('says of each setting what it is, and refers to the environment for a secret it was not given', () => {
    const { text } = renderFirstFile({ kind: 'rc', domain: 'mycompany' })
    expect(text).toContain('client_secret: $[[env.SF_EXTRACT_CLIENT_SECRET]]')
    expect(text).toContain('# How far before the watermark each run reads again.')
  })

  it('keeps any secret as it was given, even one that looks like YAML or a variable', () => {
    const awkward = fc
      .array(fc.constantFrom('${', '}', '$[[', ']]', ': ', '#', '"', "'", '\\', '*', '!', '\n', '1', 'a'))
      .map((parts) => parts.join(''))
    const secrets = fc
      .oneof(fc.string({ unit: 'grapheme' }), awkward)
      .map((text) => text.trim())
      .filter((text) => text !== '')
    fc.assert(
      fc.property(secrets, fc.constantFrom('coco' as const, 'rc' as const), (clientSecret, kind) => {
        const { text } = renderFirstFile({ kind, domain: 'x', clientId: clientSecret, clientSecret })
        expect(JSON.stringify(parseYamlFile('f', text))).toContain(
          JSON.stringify(clientSecret.replaceAll(/\$(?=\{|\[\[)/g, '$$$$')),
        )
      }),
      { numRuns: 50 },
    )
  })
})
