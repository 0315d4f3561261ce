import path from 'node:path'
import { rename, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { buildFile } from '../support/dispatched.js'
import { onAnswer, openJourney, unhurried, type Journey } from '../support/journey.js'
import { compareWithOrg, openLedger, readFolder } from '../support/ledger.js'
import { jsonLines } from '../support/cli-org.js'
import { wholeScope } from '../support/soak-scope.js'
import { startCli } from '../support/run-cli.js'

/** Calls back when so many more pages of rows have been answered. */
function afterPages(count: number, { sandbox }: Journey, then: () => void): void {
  let seen = 0
  onAnswer(sandbox, ({ url }) => {
    if (/\/query/.test(url) && ++seen === count) then()
  })
}

test(
  'a dispatcher that is told to stop, and one that is killed, lose nothing and write nothing twice',
  unhurried,
  async () => {
    const journey = await openJourney({ records: 3000 })
    const { sandbox, folder } = journey
    const file = buildFile(
      { salesforce: sandbox },
      {
        sales: { objects: ['Account', 'Contact', 'Opportunity', 'Campaign'], interval: '1s' },
        service: { objects: ['Lead', 'Case'], interval: '1s' },
      },
    )
    await writeFile(path.join(folder, 'coco.yml'), JSON.stringify(file), { mode: 0o600 })
    const env = { SF_EXTRACT_PAGE_SIZE: '200' }
    const start = (...args: string[]) => startCli([...args, '--output', 'documents'], { cwd: folder, env })
    journey.pass(60)

    const first = start('run')
    afterPages(8, journey, () => first.child.kill('SIGTERM'))
    const { code, stderr } = await first.ended
    expect(code).toBe(143)
    expect(jsonLines(stderr).at(-1)).toMatchObject({ event: 'run_ended', outcome: 'interrupted' })
    expect(jsonLines(stderr).some(({ event }) => event === 'draining')).toBe(true)

    const second = start('run')
    afterPages(8, journey, () => second.child.kill('SIGKILL'))
    expect((await second.ended).code).toBe('SIGKILL')

    // A HUP has the third read its settings; it is ended when each datasource has been run twice.
    const third = startCli(['run', '--log-format', 'text', '--output', 'documents'], {
      cwd: folder,
      env: { ...env, ...journey.env },
    })
    await third.saw('service: done')
    third.child.kill('SIGHUP')
    await third.saw('settings are read again')
    // The environment names an org by itself: that is not meant while the file is away for a moment.
    await rename(path.join(folder, 'coco.yml'), path.join(folder, 'away.yml'))
    await third.saw('settings in force stay')
    await third.saw("coco.yml can't be read")
    await rename(path.join(folder, 'away.yml'), path.join(folder, 'coco.yml'))
    await third.saw('sales: done')
    third.child.kill('SIGINT')
    expect((await third.ended).code).toBe(130)

    const ledger = openLedger()
    await readFolder(path.join(folder, 'documents'), ledger)
    expect(ledger.repeats).toEqual([])
    const read = ['Account', 'Contact', 'Opportunity', 'Campaign', 'Lead', 'Case']
    const differences = compareWithOrg(ledger, sandbox.store, { ...wholeScope, objects: read, children: false })
    expect(differences).toEqual([])
  },
)
