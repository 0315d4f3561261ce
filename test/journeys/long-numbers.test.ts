import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeOf, watermarkFields } from '../support/describe-of.js'
import { openCliOrg } from '../support/cli-org.js'
import { openGoBetween } from '../support/go-between.js'
import { makeTempFolder } from '../support/temp-folder.js'
import { callCli } from '../support/call-cli.js'
import { processTimeoutMs } from '../support/run-cli.js'
import { buildToken } from '../support/scripted-server.js'

const id = 'a10000000000001AAA'
const moment = '"2026-05-01T08:00:00.000+0000"'
const attributes = `{"type":"Deal__c","url":"/services/data/v62.0/sobjects/Deal__c/${id}"}`
const long = '1234567890123456.78'
const whole = '999999999999999999'
const numbers = '"Rate__c":1234567890123456.78,"Total__c":999999999999999999'

/** An org with one record, whose numbers no double holds, and a value with parts and a key `attributes` of its own. */
async function openDealOrg() {
  const fields = `Name:string! ${watermarkFields} Rate__c:double Total__c:currency Shape__c:complexvalue`
  const deal = { ...describeOf('Deal__c', fields), keyPrefix: 'a10' }
  const row =
    `{"attributes":${attributes},"Id":"${id}","IsDeleted":false,"CreatedDate":${moment},"LastModifiedDate":${moment},` +
    `"SystemModstamp":${moment},"Name":"D",${numbers},"Shape__c":{"attributes":{"type":"round","url":"/a"},"size":1.0}}`
  const { url } = await openGoBetween('http://127.0.0.1:9', ({ line, soql = '' }) => {
    if (line.endsWith('/oauth2/token')) return { body: buildToken(url, 1) }
    if (line.endsWith('/sobjects')) return { body: { sobjects: [deal] } }
    if (line.endsWith('/Deal__c/describe'))
      return { body: JSON.stringify(deal).replace('"length":', '"limit":12345678901234567890,"length":') }
    if (!soql.includes('FROM Deal__c')) return { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'not here' }] }
    const isFound = !/IsDeleted = true|= null/.test(soql)
    return { body: `{"totalSize":${isFound ? 1 : 0},"done":true,"records":[${isFound ? row : ''}]}` }
  })
  const cwd = await makeTempFolder()
  const settings = 'standard_objects_to_sync: []\nsync_custom_objects: true\ncustom_objects_to_sync: [Deal__c]\n'
  await writeFile(path.join(cwd, '.salesforcerc'), settings)
  const env = { SF_EXTRACT_LOGIN_URL: url, SF_EXTRACT_CLIENT_ID: 'id', SF_EXTRACT_CLIENT_SECRET: 'a-secret' }
  return async (...args: string[]) => {
    const { code, stdout, stderr } = await callCli(args, { cwd, env })
    expect({ code, stderr }).toMatchObject({ code: 0 })
    return stdout
  }
}

describe('numbers past a double', { timeout: processTimeoutMs }, () => {
  test('keep their digits in documents', async () => {
    const run = await openDealOrg()
    const [rate, total] = numbers.split(',')
    const payload =
      `"payload":{"Id":"${id}","CreatedDate":${moment},"IsDeleted":false,"LastModifiedDate":${moment},"Name":"D",${rate},` +
      `"Shape__c":{"attributes":{"type":"round","url":"/a"},"size":1},"SystemModstamp":${moment},${total}}`
    expect(await run('sync', '--quiet')).toContain(payload)
    expect(await run('get', id)).toContain(payload)
  })

  test('keep their digits in what query writes, in each format, and in a raw describe', async () => {
    const run = await openDealOrg()
    const query = (format: string) =>
      run('query', '--format', format, 'SELECT Id, Rate__c, Total__c, Shape__c FROM Deal__c')
    const shape = '"Shape__c":{"attributes":{"type":"round","url":"/a"},"size":1}'
    expect(await query('ndjson')).toContain(`${numbers},${shape}`)
    expect(await query('json')).toContain(`${numbers},${shape}`)
    expect(await query('csv')).toContain(`${id},1234567890123456.78,999999999999999999,"{""attributes"":`)
    expect(await query('table')).toMatch(/1234567890123456\.78 +999999999999999999 /)
    expect(await run('describe', 'Deal__c', '--json')).toContain('"limit":12345678901234567890,')
  })

  test('keep their digits from the embedded org, by REST and by the Bulk API, to a condition', async () => {
    const { sandbox, folder: cwd, env } = await openCliOrg({ records: 0 })
    for (const value of [long, whole]) {
      const account = { method: 'POST', body: `{"Name":"Acme","AnnualRevenue":${value}}` }
      expect((await fetch(`${sandbox.url}/sandbox/records/Account`, account)).status).toBe(200)
    }
    sandbox.clock.advance(1000)
    const ends = [
      await callCli(['sync', '--object', 'Account', '--transport', 'rest'], { cwd, env }),
      await callCli(['sync', '--object', 'Account', '--transport', 'bulk', '--full'], { cwd, env }),
    ]
    for (const { stdout } of ends) {
      expect(stdout).toContain(`"AnnualRevenue":${long},`)
      expect(stdout).toContain(`"AnnualRevenue":${whole},`)
    }
    expect(sandbox.log.entries().filter(({ url }) => url.endsWith('/jobs/query'))).toHaveLength(1)
    const soql = `SELECT AnnualRevenue FROM Account WHERE AnnualRevenue = ${long}`
    expect((await callCli(['query', soql], { cwd, env })).stdout).toContain(`"AnnualRevenue":${long}}`)
  })
})
