import { parseKey } from './keys.js'

/** What a key of the state holds, in the user's words. */
export function contentOf(key: string): string {
  const { kind, parts, pendingOf } = parseKey(key)
  const [datasource = '', object = ''] = parts
  const text = texts[kind]?.(datasource, object) ?? 'something this version does not know'
  return pendingOf === undefined ? text : `${text}, pending until it is committed`
}

/** What follows for the next run where a key is removed. */
export function effectOf(key: string): string {
  const { kind, parts, pendingOf } = parseKey(key)
  const [datasource = '', object = ''] = parts
  if (pendingOf !== undefined) return `the held run of ${pendingOf} is rolled back, so that it is read again`
  return effects[kind]?.(datasource, object) ?? 'it is made anew'
}

type Texts = Record<string, (datasource: string, object: string) => string>

const texts: Texts = {
  object: (datasource, object) => `how far ${object} of ${datasource} has been read`,
  children: (datasource) => `how far the children of ${datasource}'s records have been read`,
  run: (datasource) => `the last run of ${datasource}`,
  directories: (datasource) => `which directories ${datasource} has written`,
  written: (datasource, object) => `Ids of ${object} that ${datasource} has written`,
  'written-index': (datasource, object) => `the list of the Ids of ${object} that ${datasource} has written`,
  deleted: (datasource, object) => `Ids of ${object} that ${datasource} has told to be deleted`,
  'deleted-index': (datasource, object) => `the list of the Ids of ${object} that ${datasource} has told to be deleted`,
  signatures: (datasource, object) => `the children of ${object} that ${datasource} has written`,
  'signatures-index': (datasource, object) => `the list of the children of ${object} that ${datasource} has written`,
  listed: (datasource, object) => `which children ${object} that ${datasource} has written lists`,
  versions: (datasource, object) => `the versions of ${object} that ${datasource} has written`,
  'versions-index': (datasource, object) => `the list of the versions of ${object} that ${datasource} has written`,
  'listed-index': (datasource, object) => `the list of the ${object} with children that ${datasource} has written`,
  emitted: (datasource, object) => `the documents of ${object} that enrichment made and ${datasource} has written`,
  'emitted-index': (datasource, object) =>
    `the list of the ${object} of which ${datasource} has written other documents than their own`,
  fields: () => 'a describe of the field cache',
  org: (datasource) => `the Id of ${datasource}'s org`,
  destination: (datasource) => `a destination of ${datasource}`,
  'state-id': () => 'the id of this state',
  reset: (datasource) => `the mark of the last reset of ${datasource}`,
  settling: (datasource) => `the mark of a commit or rollback of ${datasource}`,
  'held-run': (datasource) => `the id of the held run of ${datasource}`,
  withdrawn: (datasource) => `the ids of runs of ${datasource} that were rolled back`,
  writer: (datasource) => `the id of the run of ${datasource} that has written last`,
  'lane-writer': (datasource, object) => `the id of the run of ${object} of ${datasource} that has written last`,
  handed: (datasource) => `the objects of ${datasource} that are handed to workers`,
  'handed-done': (datasource, object) => `how the reading of ${object} of ${datasource} by a worker ended`,
  noted: (datasource, object) => `records of ${object} of ${datasource} to be read again`,
  'child-notes': (datasource, object) => `children of ${object} of ${datasource} that a worker has written`,
}

const effects: Texts = {
  object: (datasource, object) =>
    `the next run of ${datasource} reads all of ${object} again, and compares all Ids for what is gone`,
  children: (datasource) =>
    `changed children of ${datasource}'s records since the last run are missed: run \`sf-extract sync --full\``,
  run: (datasource) => `\`status\` shows the next run of ${datasource} as its first`,
  directories: (datasource) =>
    `the next run of ${datasource} writes its directories again; those of objects that were taken out get no tombstone`,
  written: (_datasource, object) =>
    `these records of ${object} are read again by the next \`sync --reconcile\`; one that left the recycle bin ` +
    'before that gets no tombstone',
  deleted: (_datasource, object) => `tombstones of these records of ${object} may be written again`,
  signatures: (_datasource, object) => `these records of ${object} may be written again`,
  listed: (_datasource, object) => `these records of ${object} may keep a child that moves to another record`,
  emitted: (_datasource, object) => `passages of these records of ${object} may get no tombstone when they are gone`,
  'written-index': () => 'it is made anew from the Ids it lists',
  handed: (datasource) => `objects that were handed to workers are read by the next run of ${datasource}`,
  'handed-done': (datasource, object) => `${object} of ${datasource} is read on by a worker, or by the next run`,
  noted: (datasource, object) =>
    `changed children of ${object} of ${datasource} may be missed: run \`sf-extract sync --full --object ${object}\``,
  'child-notes': (_datasource, object) => `some records of ${object} may be read again`,
}
