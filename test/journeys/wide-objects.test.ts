import { describe, expect, test } from 'vitest'
import { onAnswer, openJourney, statements, unhurried, type Journey } from '../support/journey.js'
import { recordIds, records } from '../support/written.js'

const settings = 'standard_objects_to_sync: []\nsync_custom_objects: true\ncustom_objects_to_sync: [Project]\n'

describe('an object with more fields than an address can hold', unhurried, () => {
  test('is read whole, in several statements a page, none of them longer than an org takes (T15)', async () => {
    const journey = await openWideJourney(230)
    const { code, documents, asked, report } = await journey.sync()
    expect(code).toBe(0)
    expect(report.objects[0]).toMatchObject({ written: 230, pages: 2 })
    const projects = records(documents, 'Project__c')
    expect(new Set(projects.map(({ id }) => id)).size).toBe(230)
    for (const { payload } of projects) {
      expect(payload[fieldName(0)]).toBe(`${String(payload['Name'])} 0`)
      expect(payload[fieldName(FIELDS - 1)]).toBe(`${String(payload['Name'])} ${FIELDS - 1}`)
    }
    expect(new Set(statements(asked, 'Project__c').map(firstField)).size).toBeGreaterThan(2)
    expect(Math.max(...journey.sandbox.log.entries().map(({ headBytes }) => headBytes))).toBeLessThanOrEqual(16_384)
  })

  test('a row that changes between two of its statements comes whole, in one version (T15)', async () => {
    const journey = await openWideJourney(3)
    const { store } = journey.sandbox
    const [first] = store.rows('Project__c')
    let isChanged = false
    onAnswer(journey.sandbox, ({ soql = '' }) => {
      if (isChanged || !isWideReading(soql)) return
      isChanged = true
      const values = Object.fromEntries(Array.from({ length: FIELDS }, (_, n) => [fieldName(n), 'new']))
      store.update(first!.id, values, { at: store.now() - 5000 })
    })
    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    const { payload } = records(documents).find(({ id }) => id === first!.id)!
    expect(new Set(Array.from({ length: FIELDS }, (_, n) => payload[fieldName(n)]))).toEqual(new Set(['new']))
  })

  test('a row that goes between two of its statements is not half written (T16)', async () => {
    const journey = await openWideJourney(3)
    const { store } = journey.sandbox
    const [first, ...others] = [...store.rows('Project__c')].map(({ id }) => id)
    let isDeleted = false
    onAnswer(journey.sandbox, ({ soql = '' }) => {
      if (isDeleted || !isWideReading(soql)) return
      isDeleted = true
      store.delete(first!)
    })
    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    expect(recordIds(documents)).toEqual(others)
    journey.pass(60)
    const next = await journey.sync()
    expect(next.code).toBe(0)
    expect(recordIds(next.documents)).toEqual([])
  })
})

const FIELDS = 800

function fieldName(n: number): string {
  return `A_field_with_quite_a_long_name_${String(n).padStart(4, '0')}__c`
}

/** An org whose projects have 800 more fields, each with a text of its own. */
async function openWideJourney(projects: number): Promise<Journey> {
  const journey = await openJourney({ ownProcesses: false, settings })
  const { store } = journey.sandbox
  for (let n = 0; n < FIELDS; n++) {
    store.addField('Project__c', { name: fieldName(n), label: `Field ${n}`, type: 'string', length: 255, custom: true })
  }
  for (let at = 0; at < projects; at++) {
    const values = Array.from({ length: FIELDS }, (_, n) => [fieldName(n), `Project ${at} ${n}`])
    store.insert('Project__c', { Name: `Project ${at}`, ...Object.fromEntries(values) }, { at: store.now() - 600_000 })
  }
  return journey
}

function isWideReading(soql: string): boolean {
  return soql.includes('A_field_with') && soql.includes('FROM Project__c')
}

function firstField(soql: string): string | undefined {
  return /A_field_\w+/.exec(soql)?.[0]
}
