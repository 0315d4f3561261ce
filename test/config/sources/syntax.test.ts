import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadConfigFile } from '../../../src/config/sources/search.js'
import { parseYamlFile } from '../../../src/config/sources/yaml-file.js'
import { errorOf, openFolder } from '../config-folder.js'

describe('a file that is broken', () => {
  it.each([
    ['coco.yml', 'connector:\n  id: salesforce\n name: x\n', 3, 1],
    ['.salesforcerc', 'domain: mycompany\n\tclient_id: x', 2, 1],
    ['.salesforcerc.json', '{\n  "domain": "mycompany"\n  "client_id": "x"\n}', 3, 3],
    ['package.json', '{\n  "salesforce": {\n    "domain": "x"\n', 4, 1],
    ['.salesforcerc.js', 'module.exports = {\n  domain: foo(\n}\n', 3, 1],
    ['.salesforcerc.mjs', 'export default {\n  domain: "a"\n  client_id: "b",\n}\n', 3, 3],
    ['.salesforcerc.mjs', 'const a = 1\nexport default {\n  domain: foo(),\n}\n', 3, 11],
    ['.salesforcerc.js', 'module.exports = {\n  domain: foo()\n}\n', 2, 11],
  ])('%s is CONFIG_SYNTAX with line and column', async (name, text, line, column) => {
    const folder = await openFolder({ [name]: text })
    const error = await errorOf(loadConfigFile(folder))
    expect(error.code).toBe('CONFIG_SYNTAX')
    expect(error.message).toContain(`${join(folder, name)}, line ${line}, column ${column}: `)
    expect(error.message).not.toContain('\n')
  })

  it.each(['export const domain = "x"', 'throw "a text"', 'throw new Error("")'])(
    'a script with `%s` is CONFIG_SYNTAX too',
    async (text) => {
      const folder = await openFolder({ '.salesforcerc.mjs': text })
      expect((await errorOf(loadConfigFile(folder))).code).toBe('CONFIG_SYNTAX')
    },
  )

  it('may export its settings from a script that waits for them', async () => {
    const folder = await openFolder({
      '.salesforcerc.mjs': 'const domain = await Promise.resolve("late")\nexport default { domain }',
    })
    expect((await loadConfigFile(folder))?.content).toEqual({ domain: 'late' })
  })

  it.each([
    ['client_secret: *s3cr3t', 'must be quoted'],
    ['client_secret: !s3cr3t', 'must be quoted'],
    ['client_secret: @s3cr3t', 'reserved character'],
    ['client_secret: "x" s3cr3t', 'at node end'],
    ['client_secret: |x s3cr3t', 'Block scalar header'],
    ['client_secret: {a: [}, s3cr3t: "x', 'Flow sequence'],
    ['domain: x\n---\nclient_secret: s3cr3t', 'more than one document'],
  ])('never quotes the file: %s', (text, reason) => {
    const parse = (): unknown => parseYamlFile('coco.yml', text)
    expect(parse).toThrow(reason)
    expect(parse).not.toThrow('s3cr3t')
  })

  it('never quotes a script either', async () => {
    const folder = await openFolder({ '.salesforcerc.js': 'module.exports = { client_secret: abc s3cr3t }' })
    const error = await errorOf(loadConfigFile(folder))
    expect(error.message).toContain('Unexpected identifier')
    expect(error.message).not.toContain('s3cr3t')
  })
})

describe('YAML', () => {
  it('takes variables without quotes inside braces and brackets', () => {
    expect(parseYamlFile('f', 'a: { b: $[[env.B]], c: ${C} }\nd: [$[[env.D]], "x${E}"]\n')).toEqual({
      a: { b: '$[[env.B]]', c: '${C}' },
      d: ['$[[env.D]]', 'x${E}'],
    })
  })

  it('keeps what a number would lose', () => {
    expect(parseYamlFile('f', 'secret: 1234567890123456789\nversion: 62.0\nzeros: 007\nplain: 12\nrate: 1.5')).toEqual({
      secret: '1234567890123456789',
      version: '62.0',
      zeros: '007',
      plain: 12,
      rate: 1.5,
    })
  })

  it('resolves anchors and merges', () => {
    expect(parseYamlFile('f', 'a: &a { x: 1 }\nb: { <<: *a, y: 2 }')).toEqual({ a: { x: 1 }, b: { x: 1, y: 2 } })
  })

  it('takes no bracket behind the end of a text for one of a variable', () => {
    expect(parseYamlFile('f', `{ "a": ["\${"], b: ['$[['], c: [] }`)).toEqual({ a: ['${'], b: ['$[['], c: [] })
  })

  it('reads any JSON as JSON is read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify({ value })
        // A key twice in one object and numbers that YAML writes otherwise are the two known differences.
        fc.pre(!/\d[eE.]|-0|\d{16}/.test(text) && !text.includes('__proto__') && !text.includes('<<'))
        expect(parseYamlFile('f', text)).toEqual(JSON.parse(text))
      }),
    )
  })
})

describe('JSON', () => {
  it('keeps what a number would lose, and its texts to the letter', async () => {
    expect(await contentOf('{ "secret": 1234567890123456789, "version": 62.0 }')).toEqual({
      secret: '1234567890123456789',
      version: '62.0',
    })
    expect(await contentOf('{\n  "a \\" b": "c  d\\\\",\n  "n": [1, { "x": null }]\n}\n')).toEqual({
      'a " b': 'c  d\\',
      n: [1, { x: null }],
    })
  })

  it('is CONFIG_SYNTAX where a key stands twice', async () => {
    const error = await errorOf(contentOf('{ "domain": "one",\n  "domain": "two" }'))
    expect(error.code).toBe('CONFIG_SYNTAX')
    expect(error.message).toContain('line 2, column 3')
  })
})

async function contentOf(text: string): Promise<unknown> {
  return (await loadConfigFile(await openFolder({ '.salesforcerc.json': text })))?.content
}

describe('JSON pasted into YAML', () => {
  const entry =
    '{\n  "id": "salesforce",\n  "tags": [\n    "a {",\n    "b" # not }\n  ],\n  "config": {\n    "x": 1\n  }\n}'
  const value = { id: 'salesforce', tags: ['a {', 'b'], config: { x: 1 } }

  it.each([
    ['into a list', `connector:\n  - ${entry}\ndatasource: x`, { connector: [value], datasource: 'x' }],
    ['into a list, twice', `connector:\n    - ${entry}\n    - ${entry}\n`, { connector: [value, value] }],
    ['behind a key of a map', `a:\n  b: ${entry}\n  c: 1`, { a: { b: value, c: 1 } }],
    ['with tabs', `connector:\n  - ${entry.replaceAll('  ', '\t')}\n`, { connector: [value] }],
  ])('%s counts as it is indented', (_where, text, expected) => {
    expect(parseYamlFile('coco.yml', text)).toEqual(expected)
  })

  it('and broken is told with its place in the file', () => {
    const broken = `connector:\n  - {\n  "id" "x"\n}\n`
    expect(() => parseYamlFile('coco.yml', broken)).toThrow(/^coco\.yml, line 3, column \d+: /)
    const misplaced = `connector:\n  - {\n  "id": "x",\n  "secret": *s\n}\n`
    expect(() => parseYamlFile('coco.yml', misplaced)).toThrow(
      'coco.yml, line 4, column 13: A value that starts with *',
    )
  })

  it('never changes what is YAML already', () => {
    const text = 'a: |\n  if {\nb: [\n  1]\nc: "{\n  x"\n'
    expect(parseYamlFile('coco.yml', text)).toEqual({ a: 'if {\n', b: [1], c: '{ x' })
  })
})
