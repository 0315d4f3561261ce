/** What `redact` knows by name. Each takes time in proportion to the text. */
import { replaceCards } from './cards.js'
import { replaceEmails } from './emails.js'
import { replaceIbans } from './ibans.js'
import { replacePhones } from './phones.js'
import { replaceSsns } from './ssns.js'

/** A text with everything of a kind replaced; itself where there is nothing. */
export type Replace = (text: string, replacement: string) => string

export const presets = {
  iban: replaceIbans,
  card: replaceCards,
  ssn: replaceSsns,
  email: replaceEmails,
  phone: replacePhones,
} satisfies Record<string, Replace>

/** In the order they are looked for: what has a checksum first, since its digits may look like a phone number's. */
export const presetNames = Object.keys(presets) as (keyof typeof presets)[]
