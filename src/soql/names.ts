import { ExtractError } from '../errors/extract-error.js'

/** True for what Salesforce allows as the name of an sObject, field or relationship: letters, digits and `_`. */
export function isSoqlName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name)
}

/** The name. Throws BAD_ANSWER where Salesforce allows no such name, as part of `path`. */
export function checkedName(name: string, path = name): string {
  if (isSoqlName(name)) return name
  throw new ExtractError('BAD_ANSWER', `${JSON.stringify(path)} isn't a name Salesforce allows, so it is left out.`, {
    hint: 'Leave it out with exclude_fields, or look at the object in Setup > Object Manager.',
  })
}

/** A field, or a path of parents to one, each name of it checked as `checkedName` does. */
export function checkedPath(path: string): string {
  for (const name of path.split('.')) checkedName(name, path)
  return path
}
