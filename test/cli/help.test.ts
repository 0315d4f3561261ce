import { describe, expect, test } from 'vitest'
import { settingGroups } from '../../src/config/settings/setting-groups.js'
import { callCli } from '../support/call-cli.js'

const commands = 'sync describe check plan query tree ls status commit rollback reset cache sandbox demo init'.split(
  ' ',
)

/** What `sf-extract … --help` prints. */
async function helpOf(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await callCli([...args, '--help'], { cwd: '.' })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

describe('help', () => {
  test('lists every command and every exit code', async () => {
    const help = await helpOf()
    for (const command of commands) expect(help).toMatch(new RegExp(`^  ${command} `, 'm'))
    for (const exitCode of [0, 1, 2, 3, 4, 5, 6, 7, 130, 143])
      expect(help).toMatch(new RegExp(`^  ${exitCode} +\\w`, 'm'))
  })

  test.each(commands)('of %s has examples and the flags every command takes', async (command) => {
    const help = await helpOf(command)
    expect(help.split('Examples:\n')[1]).toContain(`sf-extract ${command}`)
    for (const flag of ['--config <file>', '--quiet', '--log-level <level>', '--log-format <format>'])
      expect(help).toContain(flag)
  })

  test('of sync has every setting that the settings table gives a flag', async () => {
    const help = await helpOf('sync')
    const rows = settingGroups.flatMap(({ table }) => Object.values(table)).filter(({ flag }) => flag !== undefined)
    expect(rows.map(({ flag }) => flag)).toContain('--concurrency <n>')
    for (const { flag, effect } of rows) {
      const line = help.split('\n').find((each) => each.startsWith(`  ${flag} `))
      expect(effect.toLowerCase()).toContain(line?.replace(`${flag}`, '').trim().toLowerCase())
    }
  })
})
