import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import type { FlagOption } from '../../../src/cli/command.js'
import { commands } from '../../../src/cli/commands.js'
import { callCli } from '../../support/call-cli.js'
import { openCliOrg } from '../../support/cli-org.js'
import { makeTempFolder } from '../../support/temp-folder.js'
import { completedBy, openNamed } from './named-datasources.js'

describe('a command line is completed', () => {
  test.each([
    ['sy', ['sync']],
    ['sta', ['status', 'state']],
    ['complet', ['completion']],
    ['--qu', ['--quiet']],
    ['--log-level ', ['error', 'warn', 'info', 'debug']],
    ['--log-format json cach', ['cache']],
    ['sync --transport ', ['auto', 'rest', 'bulk']],
    ['sync --transport=b', ['--transport=bulk']],
    ['sync --format c', ['coco', 'csv']],
    ['query --format ', ['ndjson', 'json', 'csv', 'table']],
    ['sync --to s', ['sqlite:', 's3://']],
    ['search x --from ', ['sqlite:']],
    ['cache ', ['show', 'clear']],
    ['cache show --js', ['--json']],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['help rol', ['rollback']],
    ['sandbox --with p', ['person-accounts']],
    ['sandbox --fault dead', ['dead-locator']],
    ['init --objects C', ['Contact', 'Campaign', 'Case']],
    ['sync --all --al', []],
    ['sync --since ', []],
    ['sync --nonsense=', []],
    ['nonsense ', []],
    ['nonsense sync ', []],
  ])('%s', async (line, expected) => {
    expect((await completedBy(line, await makeTempFolder())).words).toEqual(expected)
  })

  test.each([
    ['sync --output ', ':folders 0'],
    ['sync --output=do', ':folders 9'],
    ['compact ', ':folders 0'],
    ['query --output ', ':files 0'],
    ['--config c', ':files 0'],
    ['sync --to sqlite:d', ':files 7'],
    ['sync --to=sqlite:d', ':files 12'],
    ['sync --to elasticsearch+', ':nospace'],
  ])('%s, by the shell itself where it knows best', async (line, kind) => {
    expect((await completedBy(line, await makeTempFolder())).kind).toBe(kind)
  })

  test('datasources by id and by name, and the objects they read', async () => {
    const folder = await openNamed()
    expect((await completedBy('plan --datasource ', folder)).words).toEqual([
      'crm',
      'My Salesforce Data',
      'west',
      'West: two',
    ])
    expect((await completedBy('login --connector ', folder)).words).toEqual(['org'])
    expect((await completedBy('sync --datasource crm west --object C', folder)).words).toEqual(['Case'])
    expect((await completedBy('--config coco.yml sync --datasource west --object ', folder)).words).toEqual(['Lead'])
  })

  test('objects as the org has told an earlier run of them, without a call', async () => {
    const { folder, env, run, sandbox } = await openCliOrg({ records: 0 })
    const settings = 'sync_custom_objects: true\ncustom_objects_to_sync: ["*"]\n'
    await writeFile(path.join(folder, '.salesforcerc'), settings)
    expect((await completedBy('describe ', folder, env)).words).toEqual([])
    await run('plan', '--object', 'Account')
    const calls = sandbox.log.entries().length
    const described = await completedBy('describe P', folder, env)
    expect(described.words).toContain('Profile')
    expect((await completedBy('sync --object Pro', folder, env)).words).toEqual(['Project__c'])
    expect((await completedBy('sync --object Accou', folder, env)).words).toEqual(['Account'])
    expect(sandbox.log.entries()).toHaveLength(calls)
  })

  test('in silence where the configuration is broken, and without running one that is a program', async () => {
    const folder = await makeTempFolder()
    await writeFile(path.join(folder, 'coco.yml'), 'datasource: [')
    const silent = { code: 0, stdout: '', stderr: '' }
    const complete = (...words: string[]) => callCli(['complete', 'bash', '--', ...words], { cwd: folder })
    expect(await complete('sync', '--datasource', '')).toEqual(silent)
    const program = "import { writeFileSync } from 'node:fs'\nwriteFileSync('ran', '')\nexport default {}\n"
    await writeFile(path.join(folder, 'own.mjs'), program)
    expect(await complete('--config', 'own.mjs', 'sync', '--datasource', '')).toEqual(silent)
    expect(await complete('sync', '--output', '')).toMatchObject({ stdout: ':folders 0\n' })
  })
})

test('what a flag takes one of is what its help says', async () => {
  for (const { usage, load } of commands) {
    const command = new Command().command(usage)
    ;(await load()).register(command, () => async () => {})
    for (const { long, words = [], description } of command.options as readonly FlagOption[]) {
      for (const word of words) expect(`${long}: ${description}`).toContain(word)
    }
  }
})
