import type { Row } from './describe-rows.js'

/**
 * Why a key of a row may differ, or undefined where no reason is known. `where`: `Account`, `Account.Name`, or
 * `Account Contact.AccountId` for a child relationship. `own`: the embedded org's row.
 */
export function whyDifferent(where: string, key: string, own: Row): string | undefined {
  const reason = OF_THE_ORG[key] ?? reasonIn(DIFFERENT, `${where}.${key}`)
  if (reason !== undefined) return reason
  return key === 'picklistValues' && !own.restrictedPicklist ? 'values that an administrator sets' : undefined
}

/** Why one of the two has a field, a child relationship or an object that the other lacks. */
export function whyLacking(kind: string, object: string, name: string): string | undefined {
  return reasonIn(LACKING, `${kind} ${object} ${name}`)
}

function reasonIn(reasons: [RegExp, string][], text: string): string | undefined {
  return reasons.find(([pattern]) => pattern.test(text))?.[1]
}

/** The real org is another one. */
const OF_THE_ORG: Readonly<Record<string, string>> = {
  actionOverrides: 'pages of the real org',
  inlineHelpText: 'help texts of the real org',
  recordTypeInfos: 'record types of the real org',
}

const DIFFERENT: [RegExp, string][] = [
  [/^Campaign\.(?:create|delet|undelet|updat)e?able$/, 'the real user has no Marketing User license'],
  [/^User\.feedEnabled$/, 'the real result is of version 29; the list of 2026 says true'],
  [/^User\.(?:Email|MobilePhone)\.label$/, 'labels of version 29'],
  [/^Task\.OwnerId\.referenceTo$/, 'queues own tasks since version 48, where an administrator lets them'],
  [
    /^(?:Case|Event|OpportunityContactRole|User|\w+ChangeEvent)\.urls$/,
    'addresses that the embedded org does not answer are not listed',
  ],
  [/(?:Country|State)Code\.picklistValues$/, 'the countries and states that the addresses of the company are in'],
  [/GeocodeAccuracy\.picklistValues$/, 'real orgs differ: Near Address in one, NearAddress in another'],
  [/Feed\.Type\.picklistValues$|^FeedItem\.Type\.picklistValues$/, 'the real org has no label for AnnouncementPost'],
  [/\.(?:TimeZone|Locale|LanguageLocale|RecurrenceTimeZone)\w*Key\.picklistValues$/, 'a few of the real ones'],
  [/^CaseHistory\.Field\.picklistValues$/, 'the fields that the company tracks'],
  [/^EmailMessage\.ValidatedFromAddress\.picklistValues$/, 'addresses of the real org'],
]

const LACKING: [RegExp, string][] = [
  [/^extra field Account OperatingHoursId$/, 'of orgs with operating hours'],
  [/^extra field Case SourceId$/, 'newer than version 48, which the real result is of'],
  [/^extra field User (?:Address|GeocodeAccuracy)$/, 'newer than version 29, which the real result is of'],
  [/^extra child User /, 'newer than version 29, which the real result is of'],
]
