import { describe, expect, test } from 'vitest'
import { findRule } from '../../../src/org/errors/error-table.js'
import { readError } from '../../../src/org/errors/read-error.js'
import { readStatementFault } from '../../../src/org/errors/statement-errors.js'

const wide = `SELECT Id, ${Array.from({ length: 300 }, (_, n) => `Custom_Field_${n}__c`).join(', ')} FROM Account`

/** What an org may say, code by code, in the languages of its users; English first. */
const sayings: Record<string, { code: string; soql: string; texts: string[] }> = {
  'a column that is not there': {
    code: 'INVALID_FIELD',
    soql: 'SELECT Id, Foo__c FROM Account',
    texts: [
      "No such column 'Foo__c' on entity 'Account'. Please reference your WSDL or the describe call.",
      'Keine Spalte „Foo__c“ in der Entität „Account“ vorhanden.',
      'Aucune colonne « Foo__c » dans l’entité « Account ».',
      'エンティティ「Account」に列「Foo__c」はありません。',
      'No existe la columna "Foo__c" en la entidad "Account".',
      '实体“Account”上没有列“Foo__c”。',
    ],
  },
  'a relationship that is not there': {
    code: 'INVALID_FIELD',
    soql: 'SELECT Id, Foo__r.Name FROM Account',
    texts: [
      "Didn't understand relationship 'Foo__r' in field path.",
      'Beziehung „Foo__r“ im Feldpfad nicht verstanden.',
      'Relation « Foo__r » non reconnue dans le chemin.',
      '項目パスのリレーション「Foo__r」を認識できません。',
      'No se entiende la relación "Foo__r" en la ruta.',
    ],
  },
  'a field that can not be filtered': {
    code: 'INVALID_FIELD',
    soql: "SELECT Id FROM Account WHERE Description = 'x'",
    texts: [
      "field 'Description' can not be filtered in a query call",
      'Das Feld „Description“ kann in einem Abfrageaufruf nicht gefiltert werden',
      'le champ « Description » ne peut pas être filtré',
      '項目「Description」はクエリコールで条件にできません',
      'el campo "Description" no se puede filtrar',
    ],
  },
  'a filter that is missing': {
    code: 'MALFORMED_QUERY',
    soql: 'SELECT Id FROM ContentDocumentLink',
    texts: [
      'Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId.',
      'Implementierungseinschränkung: ContentDocumentLink erfordert einen Filter nach ContentDocumentId.',
      "Restriction d'implémentation : ContentDocumentLink exige un filtre sur ContentDocumentId.",
      '実装の制限: ContentDocumentLink には ContentDocumentId の条件が必要です。',
    ],
  },
  'a statement that is too complicated': {
    code: 'MALFORMED_QUERY',
    soql: wide,
    texts: [
      'Query is either selecting too many fields or the filter conditions are too complicated.',
      'Die Abfrage wählt zu viele Felder aus oder die Filterbedingungen sind zu kompliziert.',
      'La consulta selecciona demasiados campos o las condiciones son demasiado complicadas.',
      'クエリの選択項目が多すぎるか、条件が複雑すぎます。',
    ],
  },
  'a statement that ran for too long': {
    code: 'QUERY_TIMEOUT',
    soql: wide,
    texts: ['Your query request was running for too long.', 'Ihre Abfrage lief zu lang.', 'クエリ要求が長すぎます。'],
  },
  'an object that is not there': {
    code: 'INVALID_TYPE',
    soql: 'SELECT Id FROM Foo__c',
    texts: [
      "sObject type 'Foo__c' is not supported.",
      'Der sObject-Typ „Foo__c“ ist unbekannt.',
      '「Foo__c」は不明です。',
    ],
  },
  'the daily limit': {
    code: 'REQUEST_LIMIT_EXCEEDED',
    soql: wide,
    texts: [
      'TotalRequests Limit exceeded.',
      'TotalRequests: Grenzwert überschritten.',
      'TotalRequests 制限を超えました。',
    ],
  },
  'the limit of calls at once': {
    code: 'REQUEST_LIMIT_EXCEEDED',
    soql: wide,
    texts: [
      'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
      'ConcurrentRequests: Grenzwert überschritten.',
    ],
  },
  'a record that may not be read': {
    code: 'INSUFFICIENT_ACCESS',
    soql: wide,
    texts: ['insufficient access rights on object id', 'unzureichende Zugriffsrechte', '権限がありません'],
  },
  'a session that ended': {
    code: 'INVALID_SESSION_ID',
    soql: wide,
    texts: ['Session expired or invalid', 'Sitzung abgelaufen oder ungültig', 'セッションの期限が切れました'],
  },
}

describe.each(Object.entries(sayings))('%s', (_, { code, soql, texts: [english, ...others] }) => {
  const treat = (text: string) => {
    const problem = readError(400, Buffer.from(JSON.stringify([{ errorCode: code, message: text }])))
    return { rule: findRule(problem, { soql }), fault: readStatementFault(problem, { soql }) }
  }

  test.each(others)('is treated, hinted and named as in English where it is told as %j', (text) => {
    expect(treat(text)).toEqual(treat(english!))
  })
})
