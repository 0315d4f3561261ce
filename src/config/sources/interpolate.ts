/** What became of a text with variables: the text filled in, or what is wrong with it. */
export type Interpolated = { text: string } | { problem: string }

/**
 * Fills `$[[env.NAME]]` (the Coco server's notation) and `${NAME}`. `$${` and `$$[[` stand for `${` and `$[[`
 * themselves. What a variable holds is taken as it is: a secret may look like a variable.
 */
export function interpolate(text: string, lookUp: (name: string) => string | undefined): Interpolated {
  let problem: string | undefined
  const filled = text.replaceAll(variable, (found: string, escaped?: string, coco?: string, shell?: string) => {
    if (escaped !== undefined) return escaped
    const name = coco === undefined ? shell : /^env\.(.+)$/.exec(coco.trim())?.[1]
    if (name === undefined || !variableName.test(name)) {
      problem ??= `${found} is not a variable: write $[[env.NAME]] or \${NAME}, and $\${ for a plain \${`
      return found
    }
    const value = lookUp(name)
    if (value === undefined) problem ??= `the environment variable ${name} is not set`
    return value ?? ''
  })
  return problem === undefined ? { text: filled } : { problem }
}

/** True where a text is filled from the environment in part or whole. */
export function hasVariable(text: string): boolean {
  return [...text.matchAll(variable)].some(([, escaped]) => escaped === undefined)
}

/** The text written so that `interpolate` gives it back unchanged. */
export function escapeVariables(text: string): string {
  return text.replaceAll(/\$(?=\{|\[\[)/g, '$$$$')
}

/** A name has an end in sight: a text of beginnings alone is not searched to its end for each of them. */
const variable = /\$(\$\[\[|\$\{)|\$\[\[([^\]\n]{0,300})\]\]|\$\{([^}\n]{0,300})\}/g
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/
