import { renderSuggestion } from '../values/closest-name.js'

export type TargetKind =
  | 'command'
  | 'sqlite'
  | 'elasticsearch'
  | 'opensearch'
  | 'postgres'
  | 'meilisearch'
  | 'typesense'
  | 'coco'
  | 'http'
  | 's3'

/** How addresses with one scheme are read. */
export interface TargetForm {
  kind: TargetKind
  /** The protocol that the requests go by; for a `command:` and a `sqlite:` there is none. */
  protocol?: 'http' | 'https' | 'postgres' | 's3'
  /** What the path of the address names, where it has to have one. */
  names?: string
}

/** The form of a scheme in lower case. */
export function findForm(scheme: string): TargetForm | undefined {
  return forms.get(scheme)
}

/** Whether a text is the name of a target rather than the path of a folder. */
export function isTargetName(text: string): boolean {
  return forms.has(/^([a-z][a-z0-9+]*):/.exec(text)?.[1] ?? '')
}

/** How the addresses of targets look, as `--help` and hints have it. */
export const targetForms = [
  'command:LINE',
  'sqlite:FILE',
  'elasticsearch+https://HOST:9200/INDEX',
  'opensearch+https://HOST:9200/INDEX',
  'meilisearch+https://HOST:7700/INDEX',
  'typesense+https://HOST:8108/COLLECTION',
  'coco+https://HOST:9000/DATASOURCE',
  'postgres://HOST/DATABASE?table=TABLE',
  's3://BUCKET/PREFIX',
  'https://HOST/PATH',
]

/** What is near to a scheme that there isn't, and all there are. */
export function suggestForm(scheme: string): string {
  return `${renderSuggestion(scheme, [...forms.keys()])} (there are ${targetForms.join(', ')})`
}

const forms = new Map<string, TargetForm>([
  ['command', { kind: 'command' }],
  ['sqlite', { kind: 'sqlite' }],
  ['elasticsearch+https', { kind: 'elasticsearch', protocol: 'https', names: 'index' }],
  ['elasticsearch+http', { kind: 'elasticsearch', protocol: 'http', names: 'index' }],
  ['opensearch+https', { kind: 'opensearch', protocol: 'https', names: 'index' }],
  ['opensearch+http', { kind: 'opensearch', protocol: 'http', names: 'index' }],
  ['meilisearch+https', { kind: 'meilisearch', protocol: 'https', names: 'index' }],
  ['meilisearch+http', { kind: 'meilisearch', protocol: 'http', names: 'index' }],
  ['typesense+https', { kind: 'typesense', protocol: 'https', names: 'collection' }],
  ['typesense+http', { kind: 'typesense', protocol: 'http', names: 'collection' }],
  ['coco+https', { kind: 'coco', protocol: 'https', names: 'datasource' }],
  ['coco+http', { kind: 'coco', protocol: 'http', names: 'datasource' }],
  ['postgres', { kind: 'postgres', protocol: 'postgres', names: 'database' }],
  ['postgresql', { kind: 'postgres', protocol: 'postgres', names: 'database' }],
  ['s3', { kind: 's3', protocol: 's3' }],
  ['https', { kind: 'http', protocol: 'https' }],
  ['http', { kind: 'http', protocol: 'http' }],
])
