import type { Random } from '../../random.js'

export interface Place {
  city: string
  state: string | null
  country: string
  postalCode: string
  latitude: number
  longitude: number
  /** The dialling code a number of the place starts with. */
  phone: string
  domain: string
  streets: readonly string[]
}

export const PLACES: readonly Place[] = [
  place('San Francisco', 'CA', 'United States', '94105', [37.789, -122.394], '+1 415', 'com', [
    'Spear Street',
    'Mission Street',
    'Fremont Street',
  ]),
  place('Austin', 'TX', 'United States', '78701', [30.267, -97.743], '+1 512', 'com', [
    'Congress Avenue',
    'Brazos Street',
  ]),
  place('Chicago', 'IL', 'United States', '60606', [41.882, -87.637], '+1 312', 'com', [
    'W Wacker Drive',
    'N Clark Street',
  ]),
  place('Berlin', null, 'Germany', '10115', [52.532, 13.383], '+49 30', 'de', [
    'Chausseestraße',
    'Invalidenstraße',
    'Torstraße',
  ]),
  place('München', 'Bayern', 'Germany', '80331', [48.137, 11.575], '+49 89', 'de', ['Sendlinger Straße', 'Am Gries']),
  place('London', null, 'United Kingdom', 'EC2A 4NE', [51.524, -0.083], '+44 20', 'co.uk', [
    'Great Eastern Street',
    "St. Paul's Yard",
  ]),
  place('Edinburgh', null, 'United Kingdom', 'EH1 1YZ', [55.95, -3.19], '+44 131', 'co.uk', [
    'Royal Mile',
    'Leith Walk',
  ]),
  place('Paris', 'Île-de-France', 'France', '75010', [48.873, 2.359], '+33 1', 'fr', [
    "Rue de l'Échiquier",
    'Quai de Valmy',
  ]),
  place('København', null, 'Denmark', '1050', [55.68, 12.586], '+45 33', 'dk', ['Nørregade', 'Østerbrogade']),
  place('Zürich', 'ZH', 'Switzerland', '8001', [47.372, 8.54], '+41 44', 'ch', ['Bahnhofstrasse', 'Limmatquai']),
  place('São Paulo', 'SP', 'Brazil', '01310-100', [-23.561, -46.656], '+55 11', 'com.br', [
    'Avenida Paulista',
    'Rua Augusta',
  ]),
  place('東京', null, 'Japan', '100-0005', [35.681, 139.767], '+81 3', 'jp', ['丸の内', '有楽町']),
  place('Sydney', 'NSW', 'Australia', '2000', [-33.868, 151.209], '+61 2', 'com.au', ['George Street', 'Pitt Street']),
  place('Dublin', null, 'Ireland', 'D02 X285', [53.344, -6.259], '+353 1', 'ie', [
    "St. Stephen's Green",
    "D'Olier Street",
  ]),
]

/**
 * The parts of an address under a prefix: `Billing` gives BillingStreet and so on. A third of the streets take two or
 * three lines.
 */
export function addressValues(random: Random, prefix: string, at: Place): Record<string, unknown> {
  const line = `${random.integer(1, 240)} ${random.pick(at.streets)}`
  const street = random.chance(0.33) ? `${random.pick(BUILDINGS)}\r\n${line}` : line
  const located = random.chance(0.5) && {
    [`${prefix}Latitude`]: near(random, at.latitude),
    [`${prefix}Longitude`]: near(random, at.longitude),
    [`${prefix}GeocodeAccuracy`]: 'Address',
  }
  return {
    [`${prefix}Street`]: street,
    [`${prefix}City`]: at.city,
    [`${prefix}State`]: at.state,
    [`${prefix}PostalCode`]: at.postalCode,
    [`${prefix}Country`]: at.country,
    ...located,
  }
}

/** A telephone number of the place. */
export function phoneNumber(random: Random, at: Place): string {
  return `${at.phone} ${random.integer(1_000_000, 9_999_999)}`
}

/** A coordinate within some kilometres, in millionths of a degree. */
export function near(random: Random, degrees: number): number {
  return Math.round((degrees + (random.next() - 0.5) / 20) * 1e6) / 1e6
}

const BUILDINGS = ['Building 4', 'Gate B, Hall 2\r\nc/o Goods In', '3rd Floor', 'Haus "Anker"', "Director's Office"]

function place(
  city: string,
  state: string | null,
  country: string,
  postalCode: string,
  [latitude, longitude]: [number, number],
  phone: string,
  domain: string,
  streets: string[],
): Place {
  return { city, state, country, postalCode, latitude, longitude, phone, domain, streets }
}
