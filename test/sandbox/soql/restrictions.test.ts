import { describe, expect, test } from 'vitest'
import { openClient } from '../client.js'

const BIG = 'FROM Sensor_Reading__b'
const account = '0015g0000000001AAA'
const moment = '2026-01-05T00:00:00Z'

describe('a big object', () => {
  test('is filtered by its index alone, from its first field on', async () => {
    const client = await openClient({ extras: ['big-object'] })
    const answered = [
      '',
      `WHERE Account__c = '${account}'`,
      `WHERE Account__c IN ('${account}', '0015g0000000002AAA') AND Measured__c = ${moment}`,
      `WHERE Account__c = '${account}' AND Measured__c >= ${moment} AND Measured__c < 2026-02-01T00:00:00Z`,
    ]
    for (const where of answered) {
      expect([where, (await client.query(`SELECT Pressure__c ${BIG} ${where}`)).status]).toEqual([where, 200])
    }
    const gap = 'Filters may not have any gaps within the composite key'
    const refused: [string, string][] = [
      [`WHERE Measured__c > ${moment}`, gap],
      [`WHERE CreatedDate > ${moment}`, gap],
      [
        `WHERE Account__c > '${account}' AND Measured__c = ${moment}`,
        'Only the last field of the filter may be a range',
      ],
      [`WHERE Account__c != '${account}'`, 'Big objects are filtered by =, <, >, <=, >= and IN, joined by AND'],
      [
        `WHERE Account__c IN ('${account}', '0015g0000000002AAA') AND Measured__c IN (${moment}, 2026-02-01T00:00:00Z)`,
        'Only one field of a big object may be filtered by IN',
      ],
    ]
    for (const [where, message] of refused) {
      const { status, body } = await client.query(`SELECT Pressure__c ${BIG} ${where}`)
      expect([where, status, body]).toEqual([where, 400, [{ message, errorCode: 'BIG_OBJECT_UNSUPPORTED_OPERATION' }]])
    }
  })

  test('is neither counted nor summed up', async () => {
    const client = await openClient({ extras: ['big-object'] })
    for (const select of ['COUNT()', 'COUNT(Id)', 'MAX(Pressure__c)']) {
      const { body } = await client.query(`SELECT ${select} ${BIG}`)
      expect([select, body[0].errorCode]).toEqual([select, 'BIG_OBJECT_UNSUPPORTED_OPERATION'])
    }
  })
})

test('an external object is counted, but neither grouped nor searched by a pattern', async () => {
  const client = await openClient({ extras: ['external-object'] })
  expect((await client.query('SELECT COUNT() FROM Erp_Order__x')).status).toBe(200)
  for (const soql of [
    'SELECT COUNT(Id) FROM Erp_Order__x',
    'SELECT Number__c FROM Erp_Order__x GROUP BY Number__c',
    "SELECT Id FROM Erp_Order__x WHERE (NOT Number__c LIKE 'A%')",
    'SELECT toLabel(Number__c) FROM Erp_Order__x',
    'SELECT Id FROM Erp_Order__x FOR VIEW',
  ]) {
    const { status, body } = await client.query(soql)
    expect([soql, status, body[0]?.errorCode]).toEqual([soql, 400, 'EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION'])
  }
})
