/** The words of the embedded org. It meets the rest of the code over HTTP alone, so it has a glossary of its own. */

/** One field, as a describe lists it; properties left out take the defaults of describe-field.ts. */
export interface FieldSchema {
  name: string
  label: string
  type: string
  length?: number
  custom?: boolean
  nameField?: boolean
  filterable?: boolean
  sortable?: boolean
  groupable?: boolean
  /** False where aggregate functions refuse it though they take its type. */
  aggregatable?: boolean
  nillable?: boolean
  calculated?: boolean
  compoundFieldName?: string
  extraTypeInfo?: string
  /** Parent sObjects of a reference. */
  referenceTo?: string[]
  /** The name a parent is reached by in SOQL: `Owner` for OwnerId. */
  relationshipName?: string
  picklist?: string[]
  /** What users see for a value of the picklist; others are seen as they are. */
  choiceLabels?: Readonly<Record<string, string>>
  /** An Id of another system: records can be addressed by it, and several may have the same. */
  externalId?: boolean
  /** False hides the field from the run-as user: not in the describe, unknown to SOQL. */
  visible?: boolean
}

export interface ChildSchema {
  /** `CaseComments`; null where the org has no name for a subquery. */
  relationshipName: string | null
  childSObject: string
  field: string
  /** The parent's field whose value `field` holds; its Id where left out. */
  parentKey?: string
}

export interface ObjectSchema {
  name: string
  label: string
  labelPlural: string
  keyPrefix: string | null
  /** What the Ids of rows begin with where the describe names no prefix; several sObjects may share it. */
  idPrefix?: string
  custom: boolean
  /** A custom setting: its name ends in `__c` like a custom object's. */
  customSetting?: boolean
  queryable: boolean
  searchable: boolean
  createable: boolean
  updateable: boolean
  deletable: boolean
  /** False where deleted records are gone at once, and `/deleted` alone tells of them. */
  undeletable?: boolean
  /** Whether getUpdated and getDeleted work for it; told by its fields where left out. */
  replicateable?: boolean
  /** Whether rows can be read by Id; as `queryable` where left out, but for change events. */
  retrieveable?: boolean
  fields: FieldSchema[]
  children: ChildSchema[]
  /** The clock's milliseconds when the describe last changed. */
  changedAt: number
}

/**
 * A stored record: `values` by describe-cased field name, stamps as milliseconds of whole seconds, compound fields not
 * stored. In `values`: datetimes are milliseconds too, dates `2026-01-31`, times `09:30:00.000Z`, multipicklists `A;B`,
 * a missing key is null.
 * Id, IsDeleted and the three stamps are not in `values`; CreatedById and LastModifiedById are.
 */
export interface StoredRecord {
  id: string
  sobject: string
  values: Record<string, unknown>
  createdAt: number
  lastModifiedAt: number
  systemModstampAt: number
  isDeleted: boolean
  /** Not visible to any query before this moment: a transaction that commits late. */
  hiddenUntil?: number
}

/**
 * What the routes ask of the data. Names are matched without regard to case. Deleted rows are included; hidden ones are
 * not.
 */
export interface Store {
  now(): number
  objects(): ObjectSchema[]
  object(name: string): ObjectSchema | undefined
  /** Rows of an sObject visible at `now()`, in insertion order, soft-deleted ones too. */
  rows(sobject: string): Iterable<StoredRecord>
  record(id: string): StoredRecord | undefined
  /** The rows whose reference field holds `parentId`, from an index: child lists must not scan the org. */
  childRows(sobject: string, field: string, parentId: string): StoredRecord[]
  /** The bytes of a ContentVersion or an Attachment; undefined where it has none. */
  blob(id: string): Buffer | undefined
  insert(
    sobject: string,
    values: Record<string, unknown>,
    options?: { at?: number; hiddenUntil?: number; blob?: Buffer },
  ): StoredRecord
  /** `touch: 'system'` moves SystemModstamp alone; `'none'` moves no stamp (formulas). */
  update(
    id: string,
    values: Record<string, unknown>,
    options?: { at?: number; touch?: 'user' | 'system' | 'none'; hiddenUntil?: number },
  ): StoredRecord
  /** Soft delete with its cascades (Case → comments, mails, feed, activities; ContentDocument → versions, links). */
  delete(id: string): StoredRecord
  undelete(id: string): StoredRecord
  /** Out of the recycle bin: gone from queryAll too. */
  purge(id: string): void
  /** The loser is soft-deleted with MasterRecordId; its children move to the winner. */
  merge(winnerId: string, loserId: string): void
  addField(sobject: string, field: FieldSchema): void
  removeField(sobject: string, field: string): void
  addObject(schema: ObjectSchema): void
  setObject(
    sobject: string,
    changes: Partial<Pick<ObjectSchema, 'queryable' | 'deletable' | 'undeletable' | 'label'>> | { hidden: boolean },
  ): void
}

/** The org's clock: real time, shifted and moved on by the control API. */
export interface SandboxClock {
  now(): number
  advance(ms: number): void
}
