import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadConfigFile, searchPlaces } from '../../../src/config/sources/search.js'
import { errorOf, openFolder } from '../config-folder.js'

const script = (domain: string): string => `module.exports = { domain: '${domain}' }`

/** Each place with a file that says which it is. */
const placed: Record<string, string> = {
  'coco.yml': 'extract: { domain: coco.yml }',
  'coco.yaml': 'extract: { domain: coco.yaml }',
  '.salesforcerc': 'domain: .salesforcerc',
  '.salesforcerc.json': '{"domain": ".salesforcerc.json"}',
  '.salesforcerc.yaml': 'domain: .salesforcerc.yaml',
  '.salesforcerc.yml': 'domain: .salesforcerc.yml',
  '.salesforcerc.js': script('.salesforcerc.js'),
  '.salesforcerc.mjs': "export default { domain: '.salesforcerc.mjs' }",
  'package.json': '{"name": "x", "salesforce": {"domain": "package.json"}}',
}

describe('the search', () => {
  it('looks through a directory in the documented order', async () => {
    expect(Object.keys(placed)).toEqual(searchPlaces)
    for (const [index, place] of searchPlaces.entries()) {
      const folder = await openFolder(Object.fromEntries(searchPlaces.slice(index).map((name) => [name, placed[name]])))
      const file = await loadConfigFile(folder)
      expect(file?.path).toBe(join(folder, place))
      expect(JSON.stringify(file?.content)).toContain(`"domain":"${place}"`)
    }
  })

  it('goes up directory by directory, and the nearest wins', async () => {
    const folder = await openFolder({
      'coco.yml': placed['coco.yml'],
      'a/.salesforcerc': 'domain: near',
      'a/b/c/other.txt': '',
    })
    expect((await loadConfigFile(join(folder, 'a/b/c')))?.path).toBe(join(folder, 'a/.salesforcerc'))
    expect((await loadConfigFile(folder))?.path).toBe(join(folder, 'coco.yml'))
  })

  it('reads an rc file as YAML and as JSON', async () => {
    const json = await openFolder({ '.salesforcerc': '{\n\t"domain": "mycompany",\n\t"lookback": "5m"\n}' })
    expect((await loadConfigFile(json))?.content).toEqual({ domain: 'mycompany', lookback: '5m' })
  })

  it('passes over files that say nothing, directories and a package.json without the key', async () => {
    const folder = await openFolder({
      'coco.yml/x': '',
      'coco.yaml': '',
      '.salesforcerc': '# nothing yet\n',
      'package.json': '{"name": "x"}',
      '.salesforcerc.yml': 'domain: here',
    })
    expect((await loadConfigFile(folder))?.content).toEqual({ domain: 'here' })
  })

  it('finds nothing where there is nothing', async () => {
    expect(await loadConfigFile(await openFolder())).toBeUndefined()
  })

  it('takes a coco.yml that says nothing of Salesforce only where no other file is', async () => {
    const serverFile = 'pipeline: []\nweb: { enabled: true }'
    const both = await openFolder({ 'coco.yml': serverFile, '.salesforcerc': 'domain: mycompany' })
    expect((await loadConfigFile(both))?.path).toBe(join(both, '.salesforcerc'))
    const alone = await openFolder({ 'coco.yml': serverFile })
    expect((await loadConfigFile(alone))?.path).toBe(join(alone, 'coco.yml'))
  })

  it('tells a file that cannot be read instead of passing it over', async () => {
    const folder = await openFolder({ '.salesforcerc.yml': 'domain: farther' })
    await symlink('.salesforcerc', join(folder, '.salesforcerc'))
    const error = await errorOf(loadConfigFile(folder))
    expect(error.code).toBe('CONFIG_NOT_FOUND')
    expect(error.message).toContain(`${join(folder, '.salesforcerc')} can't be read`)
  })
})

describe('a named file', () => {
  it('is read whatever its name, counted from the working directory', async () => {
    const folder = await openFolder({ 'conf/prod.conf': 'domain: mycompany', '.salesforcerc': 'domain: other' })
    expect((await loadConfigFile(folder, 'conf/prod.conf'))?.content).toEqual({ domain: 'mycompany' })
  })

  it('is CONFIG_NOT_FOUND where it is missing, a directory or empty', async () => {
    const folder = await openFolder({ 'empty.yml': '', 'comment.yml': '# x' })
    await mkdir(join(folder, 'dir.yml'))
    for (const [name, reason] of [
      ['no.yml', 'no such file'],
      ['dir.yml', 'directory'],
      ['empty.yml', 'says nothing'],
      ['comment.yml', 'says nothing'],
    ]) {
      const error = await errorOf(loadConfigFile(folder, name))
      expect(error.code).toBe('CONFIG_NOT_FOUND')
      expect(error.message).toContain(name)
      expect(error.message).toContain(reason)
      expect(error.hint).toContain('sf-extract init')
    }
  })

  it('is CONFIG_INVALID where it holds no map', async () => {
    const folder = await openFolder({ 'list.yml': '- a\n- b', 'text.json': '"text"', 'list.mjs': 'export default []' })
    for (const name of ['list.yml', 'text.json', 'list.mjs']) {
      expect(await errorOf(loadConfigFile(folder, name))).toMatchObject({ code: 'CONFIG_INVALID' })
    }
  })

  it('names a broken file that it imports', async () => {
    const folder = await openFolder()
    await writeFile(join(folder, 'self.yml'), '$import: self.yml\ndomain: x')
    const error = await errorOf(loadConfigFile(folder, 'self.yml'))
    expect(error.code).toBe('CONFIG_SYNTAX')
    expect(error.message).toContain('Self-import')
  })
})

describe('a broken package.json in the working directory', () => {
  it('is told, for cosmiconfig cannot start there', async () => {
    const before = process.cwd()
    onTestFinished(() => process.chdir(before))
    const broken = [
      ['{ "client_secret": s3cr3t }', 'package.json: this is not JSON'],
      ['{\n  "client_secret": s3cr3t', 'package.json, line 2, column 26: '],
    ] as const
    for (const [text, place] of broken) {
      const folder = await openFolder({ 'package.json': text, 'coco.yml': 'extract: {}' })
      process.chdir(folder)
      const error = await errorOf(loadConfigFile(folder))
      expect(error.code).toBe('CONFIG_SYNTAX')
      expect(error.message).toContain(join(folder, place))
      expect(error.message).not.toContain('s3cr3t')
    }
  })
})
