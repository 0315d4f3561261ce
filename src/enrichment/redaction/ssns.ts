/** Replaces US social security numbers as they are written: 3, 2 and 4 digits with hyphens or blanks between. */
export function replaceSsns(text: string, replacement: string): string {
  return text.length < 11 ? text : text.replaceAll(ssn, () => replacement)
}

/** Which areas, groups and numbers are never given: https://www.ssa.gov/employer/stateweb.htm */
const ssn = /(?<![\w-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g
