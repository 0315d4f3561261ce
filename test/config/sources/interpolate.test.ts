import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeVariables, hasVariable, interpolate } from '../../../src/config/sources/interpolate.js'
import { credentials, loadFiles, problemsOf, salesforceConnector } from '../config-folder.js'

const lookUp = (name: string): string | undefined => ({ A: 'alpha', B: '${A}', EMPTY: '' })[name]

describe('variables', () => {
  it.each([
    ['$[[env.A]]', 'alpha'],
    ['${A}', 'alpha'],
    ['x-${A}-$[[ env.A ]]-y', 'x-alpha-alpha-y'],
    ['${EMPTY}', ''],
    ['${B}', '${A}'],
    ['$${A} and $$[[env.A]]', '${A} and $[[env.A]]'],
    ['$A costs $5', '$A costs $5'],
  ])('fill %s as %s', (text, filled) => {
    expect(interpolate(text, lookUp)).toEqual({ text: filled })
  })

  it('name the first one that is missing', () => {
    expect(interpolate('${A}${GONE}${LOST}', lookUp)).toEqual({ problem: 'the environment variable GONE is not set' })
  })

  it.each(['$[[keystore.A]]', '${A:-b}', '${}', '$[[A]]'])('refuse %s, which names none', (text) => {
    expect(interpolate(text, lookUp)).toEqual({
      problem: expect.stringContaining(`${text} is not a variable`) as string,
    })
  })

  it('leave an escaped text as it was, whatever it holds', () => {
    const awkward = fc
      .array(fc.constantFrom('$', '{', '}', '[[', ']]', 'env.', 'A', ' '))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(fc.string(), awkward), (text) => {
        expect(interpolate(escapeVariables(text), () => 'filled')).toEqual({ text })
        expect(hasVariable(escapeVariables(text))).toBe(false)
      }),
    )
  })
})

describe('variables in a file', () => {
  it('are filled in settings, and a missing one is a problem with its path', async () => {
    const file = {
      connector: [
        { ...salesforceConnector, config: { ...credentials, client_id: '${ID}', client_secret: '$[[env.GONE]]' } },
      ],
      datasource: { name: 'crm', connector: { config: { standard_objects_to_sync: ['Account', '${OBJECT}'] } } },
    }
    expect(await problemsOf(loadFiles({ 'coco.yml': file }, { env: { ID: 'x' } }))).toEqual({
      'connector[0].config.client_secret': 'the environment variable GONE is not set',
      'datasource.connector.config.standard_objects_to_sync[1]': 'the environment variable OBJECT is not set',
    })
  })

  it('may hold a list, a number or a switch', async () => {
    const text =
      'domain: ${D}\nclient_id: a\nclient_secret: ${S}\n' +
      'standard_objects_to_sync: ${L}\ndeletes: ${F}\nconcurrency: ${N}\n'
    const env = { D: 'mycompany', S: 'it has ${D} in it', L: 'case, account', F: 'no', N: '7' }
    const { connectors, datasources, extract } = await loadFiles({ '.salesforcerc': text }, { env })
    expect(connectors[0]?.clientSecret).toBe('it has ${D} in it')
    expect(datasources[0]).toMatchObject({ standardObjects: ['Case', 'Account'], deletes: false })
    expect(extract.concurrency).toBe(7)
  })

  it('that are missing do not matter where the environment overrides them, or in what is not ours', async () => {
    const file = {
      connector: [
        { ...salesforceConnector, config: { ...credentials, client_secret: '${GONE}' } },
        { id: 'rss', config: { url: '${GONE}' } },
      ],
      web: { binding: '$[[env.GONE]]' },
    }
    const { connectors } = await loadFiles(
      { 'coco.yml': file },
      { env: { SF_EXTRACT_CLIENT_SECRET: 'from-the-environment' } },
    )
    expect(connectors).toMatchObject([{ clientSecret: 'from-the-environment' }])
  })

  it('have their defaults in the env section of a Coco file', async () => {
    const file = {
      env: { DOMAIN: 'mycompany', SECRET: '$[[env.DEEP]]', STORE: '$[[keystore.X]]' },
      connector: {
        ...salesforceConnector,
        config: { domain: '$[[env.DOMAIN]]', client_id: '$[[env.STORE]]', client_secret: '$[[env.SECRET]]' },
      },
    }
    expect(await problemsOf(loadFiles({ 'coco.yml': file }, { env: { DEEP: 'deep-secret' } }))).toEqual({
      'connector.config.client_id': 'the environment variable STORE is not set',
    })
    const { connectors } = await loadFiles(
      { 'coco.yml': file },
      { env: { DEEP: 'deep-secret', STORE: 'key', DOMAIN: 'other' } },
    )
    expect(connectors).toMatchObject([
      { loginUrl: 'https://other.my.salesforce.com', clientId: 'key', clientSecret: 'deep-secret' },
    ])
  })
})
