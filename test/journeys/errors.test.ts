import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FaultSpec } from '../../src/sandbox/faults/faults.js'
import type { ObjectReport, RunReport } from '../../src/terms.js'
import { openGoBetween, type Instead } from '../support/go-between.js'
import { openJourney, readings, unhurried, type Asked, type Journey } from '../support/journey.js'
import { callCli } from '../support/call-cli.js'

const rowsAlone = 'children: false\ndeletes: false\n'

describe('what the org refuses', unhurried, () => {
  test.each([
    ['INVALID_FIELD', 'Nothing__c = 1', 'FIELD_UNKNOWN'],
    ['MALFORMED_QUERY', 'Name = ', 'QUERY_REFUSED'],
  ])('%s is asked once, and the report names object, code and statement (T49)', async (salesforceCode, where, code) => {
    const condition = `objects: { Lead: { where: "${where}" } }\n`
    const settings = `standard_objects_to_sync: [Lead, Campaign]\n${condition}${rowsAlone}`
    const journey = await openJourney({ ownProcesses: false, settings })
    const end = await journey.sync()
    expect(end.code).toBe(4)
    expect(readings(end.asked, 'Lead')).toHaveLength(1)
    const { error } = reportOf('Lead', end.report)
    expect(error).toMatchObject({ code, salesforceCode, object: 'Lead', httpStatus: 400 })
    expect(error!.soql).toContain(where.trim())
    expect(end.stderr).toContain('Lead: ')
    expect(end.stderr).toContain('  SOQL: SELECT ')
    expect(reportOf('Campaign', end.report).outcome).toBe('done')
  })

  test('what passes by itself is tried with others, then by itself up to the cap, what does not is not (T50, T51)', async () => {
    const always = { name: 'status', count: 99, body: 'json' } as const
    const faults: FaultSpec[] = [
      { name: 'status', path: 'FROM Account', status: 429, count: 2 },
      { ...always, path: 'FROM Opportunity', status: 429 },
      { ...always, path: 'FROM Contact', status: 404 },
      { name: 'status', path: 'FROM Lead', status: 420, body: 'empty', count: 2 },
      { name: 'status', path: 'FROM Campaign', status: 406, body: 'empty', count: 1 },
      { ...always, path: 'FROM Case', status: 500 },
      { ...always, path: 'FROM Project__c', status: 400 },
    ]
    const custom = 'sync_custom_objects: true\ncustom_objects_to_sync: [Project]\n'
    const journey = await openJourney({
      ownProcesses: false,
      faults,
      settings: `${rowsAlone}${custom}retry: { attempts: 3 }\n`,
    })
    const { code, asked, report } = await journey.sync()
    expect(code).toBe(4)
    expect(triesOf(asked, 'Account')).toEqual([429, 429, 200])
    expect(triesOf(asked, 'Opportunity')).toEqual([429, 429, 429, 429])
    expect(triesOf(asked, 'Contact')).toEqual([404])
    expect(triesOf(asked, 'Lead')).toEqual([420, 420, 200])
    expect(triesOf(asked, 'Campaign')).toEqual([406, 200])
    expect(triesOf(asked, 'Case')).toEqual([500, 500, 500, 500])
    expect(triesOf(asked, 'Project__c')).toEqual([400])
    const failed = report.objects.filter(({ outcome }) => outcome === 'failed').map(({ object }) => object)
    expect(failed.toSorted()).toEqual(['Case', 'Contact', 'Opportunity', 'Project__c'])
    expect(reportOf('Case', report).error!.message).toContain('after 3 tries')
  })

  test('connections cut again and again end the run: exit 6, one error, nothing lost (T51)', async () => {
    const settings = `standard_objects_to_sync: [Lead]\n${rowsAlone}`
    const journey = await openJourney({
      ownProcesses: false,
      settings,
      faults: [{ name: 'reset', path: 'FROM Lead', count: 99 }],
    })
    journey.sandbox.store.insert(
      'Lead',
      { LastName: 'Lee', Company: 'Acme' },
      { at: journey.sandbox.clock.now() - 60_000 },
    )
    const cut = await journey.sync()
    expect(cut.code).toBe(6)
    expect(triesOf(cut.asked, 'Lead')).toEqual([0, 0, 0, 0, 0])
    expect(cut.stderr.match(/error ORG_UNREACHABLE/g)).toHaveLength(1)
    expect(cut.stderr).not.toContain('    at ')
    journey.sandbox.faults.remove()
    expect((await journey.sync()).report).toMatchObject({ outcome: 'done', written: 1 })
  })
})

describe('answers that are not what the API promises', unhurried, () => {
  test('a page, an empty object and an empty list are errors that pass; a policy has its own cure (T52)', async () => {
    const { code, report } = await syncThrough({
      Account: [
        { status: 503, headers: { 'content-type': 'text/html' }, body: '<html><h1>Down for Maintenance</h1></html>' },
      ],
      Contact: [{ status: 420, body: {} }],
      Lead: [{ status: 500, body: [] }],
      Campaign: [{ status: 403, body: [{ errorCode: 'TXN_SECURITY_METERING_ERROR', message: 'Too much' }] }],
      Case: [{ status: 200, body: '{"totalSize":1,"done":true,"records":[{"Id":"500' }],
    })
    expect(code).toBe(4)
    for (const object of ['Account', 'Contact', 'Lead', 'Case']) expect(reportOf(object, report).outcome).toBe('done')
    expect(reportOf('Campaign', report).error).toMatchObject({
      code: 'ACCESS_DENIED',
      salesforceCode: 'TXN_SECURITY_METERING_ERROR',
    })
    expect(reportOf('Campaign', report).error!.hint).toContain('Setup > Transaction Security Policies')
  })

  test('HTML, XML and several errors at once become one readable line each, with the code (T54)', async () => {
    const page = '<html><head><style>p{}</style></head><body><h1>Something is wrong</h1><p>Error 1234</p></body></html>'
    const xml =
      '<?xml version="1.0"?><Errors><Error><errorCode>INVALID_TERM</errorCode><message>No such term</message></Error>'
    const two = [
      { errorCode: 'MALFORMED_QUERY', message: 'first thing' },
      { errorCode: 'MALFORMED_ID', message: 'second thing' },
    ]
    const { code, report, stderr } = await syncThrough({
      Account: [{ status: 400, headers: { 'content-type': 'text/html' }, body: page }],
      Contact: [{ status: 400, headers: { 'content-type': 'application/xml' }, body: xml }],
      Lead: [{ status: 400, body: two }],
      Campaign: [{ status: 400, body: '' }],
    })
    expect(code).toBe(4)
    expect(reportOf('Account', report).error!.message).toContain('Something is wrong Error 1234')
    expect(reportOf('Contact', report).error).toMatchObject({ salesforceCode: 'INVALID_TERM' })
    expect(reportOf('Contact', report).error!.message).toContain('No such term')
    expect(reportOf('Lead', report).error!.message).toContain('first thing; second thing (MALFORMED_QUERY, HTTP 400)')
    expect(reportOf('Campaign', report).error!.message).toContain('HTTP 400')
    expect(stderr).not.toMatch(/<html|p\{\}|    at /)
  })
})

/** One run in which the first statements on each object are answered as scripted, the rest by the org. */
async function syncThrough(script: Record<string, Instead[]>) {
  const journey = await openJourney({ ownProcesses: false, settings: rowsAlone })
  const between = await openGoBetween(journey.sandbox.url, ({ soql = '' }) =>
    script[/ FROM (\w+)/.exec(soql)?.[1] ?? '']?.shift(),
  )
  const env = { ...journey.env, SF_EXTRACT_LOGIN_URL: between.url }
  const end = await callCli(['sync', '--report', 'report.json'], { cwd: journey.folder, env })
  return { ...end, report: await loadReport(journey) }
}

async function loadReport({ folder }: Journey): Promise<RunReport> {
  return JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')) as RunReport
}

function reportOf(object: string, { objects }: RunReport): ObjectReport {
  return objects.find((each) => each.object === object)!
}

/** The statuses that the statements on an object were answered with. */
function triesOf(asked: Asked[], object: string): number[] {
  return asked.filter(({ soql }) => soql?.includes(`FROM ${object} `)).map(({ status }) => status)
}
