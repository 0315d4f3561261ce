/** The sObject among `names` that a user means: in any case of letters, and a custom one with or without `__c`. */
export function findObjectName(wanted: string, names: readonly string[]): string | undefined {
  const folded = wanted.trim().toLowerCase()
  const find = (name: string) => names.find((each) => each.toLowerCase() === name)
  return find(folded) ?? find(`${folded}__c`)
}
