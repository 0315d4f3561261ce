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
  {
    city: 'San Francisco',
    state: 'CA',
    country: 'United States',
    postalCode: '94105',
    latitude: 37.789,
    longitude: -122.394,
    phone: '+1 415',
    domain: 'com',
    streets: ['Spear Street', 'Mission Street', 'Fremont Street'],
  },
  {
    city: 'Austin',
    state: 'TX',
    country: 'United States',
    postalCode: '78701',
    latitude: 30.267,
    longitude: -97.743,
    phone: '+1 512',
    domain: 'com',
    streets: ['Congress Avenue', 'Brazos Street'],
  },
  {
    city: 'Chicago',
    state: 'IL',
    country: 'United States',
    postalCode: '60606',
    latitude: 41.882,
    longitude: -87.637,
    phone: '+1 312',
    domain: 'com',
    streets: ['W Wacker Drive', 'N Clark Street'],
  },
  {
    city: 'Berlin',
    state: null,
    country: 'Germany',
    postalCode: '10115',
    latitude: 52.532,
    longitude: 13.383,
    phone: '+49 30',
    domain: 'de',
    streets: ['Chausseestraße', 'Invalidenstraße', 'Torstraße'],
  },
  {
    city: 'München',
    state: 'Bayern',
    country: 'Germany',
    postalCode: '80331',
    latitude: 48.137,
    longitude: 11.575,
    phone: '+49 89',
    domain: 'de',
    streets: ['Sendlinger Straße', 'Am Gries'],
  },
  {
    city: 'London',
    state: null,
    country: 'United Kingdom',
    postalCode: 'EC2A 4NE',
    latitude: 51.524,
    longitude: -0.083,
    phone: '+44 20',
    domain: 'co.uk',
    streets: ['Great Eastern Street', "St. Paul's Yard"],
  },
  {
    city: 'Edinburgh',
    state: null,
    country: 'United Kingdom',
    postalCode: 'EH1 1YZ',
    latitude: 55.95,
    longitude: -3.19,
    phone: '+44 131',
    domain: 'co.uk',
    streets: ['Royal Mile', 'Leith Walk'],
  },
  {
    city: 'Paris',
    state: 'Île-de-France',
    country: 'France',
    postalCode: '75010',
    latitude: 48.873,
    longitude: 2.359,
    phone: '+33 1',
    domain: 'fr',
    streets: ["Rue de l'Échiquier", 'Quai de Valmy'],
  },
  {
    city: 'København',
    state: null,
    country: 'Denmark',
    postalCode: '1050',
    latitude: 55.68,
    longitude: 12.586,
    phone: '+45 33',
    domain: 'dk',
    streets: ['Nørregade', 'Østerbrogade'],
  },
  {
    city: 'Zürich',
    state: 'ZH',
    country: 'Switzerland',
    postalCode: '8001',
    latitude: 47.372,
    longitude: 8.54,
    phone: '+41 44',
    domain: 'ch',
    streets: ['Bahnhofstrasse', 'Limmatquai'],
  },
  {
    city: 'São Paulo',
    state: 'SP',
    country: 'Brazil',
    postalCode: '01310-100',
    latitude: -23.561,
    longitude: -46.656,
    phone: '+55 11',
    domain: 'com.br',
    streets: ['Avenida Paulista', 'Rua Augusta'],
  },
  {
    city: '東京',
    state: null,
    country: 'Japan',
    postalCode: '100-0005',
    latitude: 35.681,
    longitude: 139.767,
    phone: '+81 3',
    domain: 'jp',
    streets: ['丸の内', '有楽町'],
  },
  {
    city: 'Sydney',
    state: 'NSW',
    country: 'Australia',
    postalCode: '2000',
    latitude: -33.868,
    longitude: 151.209,
    phone: '+61 2',
    domain: 'com.au',
    streets: ['George Street', 'Pitt Street'],
  },
  {
    city: 'Dublin',
    state: null,
    country: 'Ireland',
    postalCode: 'D02 X285',
    latitude: 53.344,
    longitude: -6.259,
    phone: '+353 1',
    domain: 'ie',
    streets: ["St. Stephen's Green", "D'Olier Street"],
  },
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
