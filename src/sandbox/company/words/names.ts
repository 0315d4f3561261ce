import type { Random } from '../../random.js'

export const FIRST_NAMES = [
  'Ann', 'Amara', 'Björn', 'Carla', 'Chiara', 'Daniel', 'Deniz', 'Eilidh', 'Elena', 'Fatima', 'François', 'Grace',
  'Hannah', 'Haruto', 'Ingrid', 'Isaac', 'Jack', 'José', 'Jürgen', 'Kwame', 'Leila', 'Liam', 'Łukasz', 'Maeve',
  'María', 'Mei', 'Miguel', 'Nadia', 'Noah', 'Olga', 'Omar', 'Priya', 'Rahul', 'Renée', 'Samuel', 'Sinéad', 'Sofia',
  'Søren', 'Tomás', 'Uma', 'Victor', 'Wei', 'Yuki', 'Zoë',
]

export const LAST_NAMES = [
  'Adeyemi', 'Álvarez', 'Andersen', 'Bauer', 'Bianchi', 'Chen', "D'Angelo", 'Dubois', 'Fischer', 'García', 'Gupta',
  'Haddad', 'Hansen', 'Ito', 'Jensen', 'Johnson', 'Kaya', 'Kim', 'Kowalska', 'Larsson', 'Lee', 'MacDonald', 'Martin',
  'Müller', 'Nakamura', 'Nguyen', "O'Brien", "O'Neill", 'Okafor', 'Öztürk', 'Patel', 'Peeters', 'Petrov', 'Rossi',
  'Schröder', 'Silva', 'Smith', 'St. James', 'Strauß', 'Tanaka', 'van der Berg', 'Weiß', 'Wójcik', 'Yamada', 'Young',
  'Zhang',
]

const COMPANY_FIRST = [
  'Alpine', 'Amber', 'Atlas', 'Baltic', 'Birch', 'Blue Heron', 'Brück', 'Cascade', 'Cedar', 'Clearwater', 'Copper',
  'Delta', 'Elm', 'Ember', 'Falcon', 'Fjord', 'Granite', 'Harbour', 'Helios', 'Hollow Oak', 'Iron Gate', 'Juniper',
  'Kestrel', 'Lakeside', 'Lindqvist', 'Lumen', 'Maple', 'Meridian', 'Müller', 'North Quay', "O'Malley's", 'Old Mill',
  'Orchard', 'Ostsee', 'Pacific', 'Peregrine', 'Pinnacle', 'Quarry', 'Red Cliff', 'Río Claro', 'Rowan', 'Saga',
  'Sequoia', 'Silver Lake', 'Solstice', 'Stonebridge', 'Summit', 'Tidal', 'Val d’Or', 'Willow', 'Zenith', '山田',
  'Østby',
]

const COMPANY_SECOND = [
  'Agrar', 'Breweries', 'Ceramics', 'Chemicals', 'Cold Storage', 'Construction', 'Dairies', 'District Heating',
  'Energy', 'Farms', 'Foods', 'Foundry', 'Glass', 'Hospitals', 'Hotels', 'Irrigation', 'Laundries', 'Logistics',
  'Machinery', 'Marine', 'Mining', 'Paper', 'Pharma', 'Plastics', 'Power', 'Rail', 'Refining', 'Shipyard', 'Steel',
  'Textiles', 'Utilities', 'Waterworks', 'Wine & Spirits', 'Wood',
]

const COMPANY_FORM = [
  'Inc.', 'LLC', 'Ltd', 'GmbH', 'AG', 'S.A.', 'B.V.', 'Group', 'Holdings', 'A/S', 'K.K.', 'Co-operative', 'Pty Ltd',
  '& Sons',
]

/** A name like `Blue Heron Foods Ltd`. There are 25,000 of them, so some come up more than once, as in real orgs. */
export function pickCompanyName(random: Random): string {
  const first = random.integer(0, COMPANY_FIRST.length - 1)
  const second = random.integer(0, COMPANY_SECOND.length - 1)
  const form = random.integer(0, COMPANY_FORM.length - 1)
  const place = (first * COMPANY_SECOND.length + second) * COMPANY_FORM.length + form
  return (MADE_NAMES[place] ??= [COMPANY_FIRST[first], COMPANY_SECOND[second], COMPANY_FORM[form]].join(' '))
}

/** A name is made once: in a very large org that saves a quarter of the memory. */
const MADE_NAMES = Array.from<string | undefined>({
  length: COMPANY_FIRST.length * COMPANY_SECOND.length * COMPANY_FORM.length,
})

/** `Blue Heron Foods Ltd` → `blueheronfoodsltd`: the name as part of an address, plain ASCII. */
export function addressName(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase()
  return plain || 'office'
}
