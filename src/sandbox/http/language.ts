import type { Reply } from './call.js'

/** The languages the org's messages come in. */
export type Language = 'en' | 'ja'

/**
 * An answer in the language of the user: the messages of a refusal are translated, their codes, places and names stay.
 * A session that is none has no user, so its message stays English.
 */
export function translateReply(language: Language, reply: Reply): Reply {
  if (language === 'en' || reply.status < 400 || reply.status === 401 || !Array.isArray(reply.json)) return reply
  const json = reply.json.map((each: unknown) =>
    isRefusal(each) ? { ...each, message: translate(each.message) } : each,
  )
  return { ...reply, json }
}

function isRefusal(value: unknown): value is { message: string } {
  return typeof (value as { message?: unknown } | null)?.message === 'string'
}

/** The caret block of SOQL's refusals stands before the message, and names the place in English in every language. */
function translate(message: string): string {
  const [, block = '', text = ''] = /^(\n[^]*\nERROR at Row:\d+:Column:\d+\n)?([^]*)$/.exec(message) ?? []
  const found = JAPANESE.find(([pattern]) => pattern.test(text))
  return found === undefined ? message : block + text.replace(found[0], found[1])
}

const NAMES_C =
  'カスタム項目を使用する場合は、カスタム項目名の後に「__c」を付加してください。適切な名前については、WSDL または describe コールを参照してください。'
const NAMES_OBJECT =
  'カスタムオブジェクトを使用する場合は、エンティティ名の後に「__c」を付加してください。適切な名前については、WSDL または describe コールを参照してください。'

/** The first is as a Japanese org was seen to say it; the others are translated. */
const JAPANESE: [RegExp, string][] = [
  [/^(\w+): a filter on a reified column is required (\[.*\])$/, '$1: 列を絞り込む場合、条件は必須です $2'],
  [/^The requested resource does not exist$/, '要求されたリソースは存在しません'],
  [/^No such column '(.*)' on entity '(\w+)'\.[^]*$/, `エンティティ「$2」に列「$1」はありません。${NAMES_C}`],
  [/^sObject type '(\w*)' is not supported\. If[^]*$/, `sObject 型「$1」はサポートされていません。${NAMES_OBJECT}`],
  [/^sObject type '(\w*)' is not supported\.$/, 'sObject 型「$1」はサポートされていません。'],
  [/^unexpected token: (.*)$/, '予期しないトークン: $1'],
  [/^insufficient access rights on (.*)$/, '$1 に対するアクセス権が不足しています'],
  [/^entity is deleted$/, 'エンティティは削除されています'],
  [/^invalid query locator$/, '無効なクエリロケータです'],
  [/^Your query request was running for too long\.$/, 'クエリ要求の実行時間が長すぎます。'],
  [/^(\w+) Limit exceeded\.$/, '$1 制限を超えました。'],
  [/^field '(\w+)' can not be filtered in a query call$/, '項目「$1」は、クエリコールで絞り込むことはできません'],
  [/^API is disabled for this User$/, 'このユーザに対して API は無効です'],
  [
    /^An unexpected error occurred\..*: (.*)$/,
    '予期しないエラーが発生しました。サポートに連絡する際は、この ErrorId をお知らせください: $1',
  ],
]
