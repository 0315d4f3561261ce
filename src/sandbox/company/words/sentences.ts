import type { Random } from '../../random.js'

/** What the company sells: pumps, their controllers and the parts. */
export const PRODUCTS = [
  'HP-200 booster pump', 'HP-450 circulation pump', 'HP-900 process pump', 'Tidewatch controller', 'Tidewatch Mini',
  'S3 seal kit', 'V2 valve block', 'FlowLink gateway',
]

export const ACCOUNT_SENTENCES = [
  'Runs three sites with our pumps since 2019.', 'Buys through the framework contract.',
  'Asked for a yearly maintenance plan.', 'Decisions are made at the head office.',
  "The owner's son takes over next year.", 'Price-sensitive; compares with two competitors.',
  'Reference customer for the food industry.', 'Pays within 14 days.', 'Große Anlage, drei Schichten.',
  'Exige la documentación en español.', 'Wants everything by e-mail, "no calls please".',
  'Expanding into cold storage.',
]

export const PERSON_SENTENCES = [
  'Met at the trade fair.', 'Prefers to be called in the morning.', 'Technical contact for the plant.',
  'Speaks German & English.', "Doesn't take calls on Fridays.", 'Signs orders up to 50,000.',
  'Introduced by a colleague.',
]

export const DEAL_SENTENCES = [
  'Replacement of the old pump station.', 'Customer asked for a second offer.', 'Budget is approved for this year.',
  'Waiting for the technical drawings.', 'Competes with a cheaper import.', 'Includes five years of service.',
  'Site visit done; report attached.', 'Legal has the contract.',
]

export const CAMPAIGN_SENTENCES = [
  'Invitations go out four weeks before.', 'Follow-up calls by inside sales.', 'Joint stand with a partner.',
  'Landing page in four languages.',
]

export const COMMENT_SENTENCES = [
  'Called the customer, nobody answered.', 'Replacement part is on its way.', 'Asked for the serial number.',
  'Could reproduce it in the workshop.', "It's the seal again.", 'Forwarded to the field team.',
  'Customer confirms that it works now.', 'Firmware 2.4.1 fixes this.', 'Waiting for photos.',
  'Bitte Rückruf vor 12 Uhr.', 'Ticket was opened twice, closing the other one.', 'Escalated to engineering 🔧',
]

export const POST_SENTENCES = [
  'Looking into it.', 'Who has seen this before?', 'Same as last winter, check the pressure sensor.',
  'Customer is back on Monday.', 'Done ✅', 'Sent the offer for a new seal kit.',
  "Let's talk about this in the stand-up.", 'Fahre morgen hin.', 'Please add the log of the gateway.',
]

/** Some sentences of a list, joined by spaces. */
export function writeText(random: Random, sentences: readonly string[], most: number): string {
  const count = random.integer(1, most)
  let text = random.pick(sentences)
  for (let more = 1; more < count; more++) text += ` ${random.pick(sentences)}`
  return text
}
