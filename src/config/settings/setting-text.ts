import { stringify } from 'yaml'
import { escapeVariables } from '../sources/interpolate.js'
import type { SettingGroup } from './setting-groups.js'
import { nameFlag, type Setting } from './setting.js'

/**
 * A group of settings as lines of YAML, each with its effect above it. A setting with a value stands as a setting,
 * the others as comments that show their example; so do all below a key of their own. Of its keys those that the group
 * `before` it ends with are not repeated.
 */
export function renderGroup(
  { flat, table }: SettingGroup,
  values: Record<string, string | undefined>,
  before: readonly string[] = [],
): string[] {
  const heads = flat
    .map((key, depth) => `# ${'  '.repeat(depth)}${key}:`)
    .filter((_, depth) => flat[depth] !== before[depth])
  const indent = '  '.repeat(flat.length)
  const lines = Object.entries(table).flatMap(([key, setting]) =>
    flat.length === 0 ? renderSetting(key, setting, values[key]) : renderNested(key, setting, indent),
  )
  return [...heads, ...lines]
}

/** A value as YAML on one line, quoted where it has to be; what looks like a variable stays what it is. */
export function renderValue(value: string | string[]): string {
  const escaped = typeof value === 'string' ? escapeVariables(value) : value
  const text = stringify(escaped, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim()
  // JSON is YAML too, and never breaks the line.
  return text.includes('\n') ? JSON.stringify(escaped) : text
}

/** A default as it stands in a file. */
export function renderDefault({ default: preset }: { default: unknown }): string {
  return Array.isArray(preset) ? renderValue(preset as string[]) : String(preset)
}

function renderSetting(key: string, setting: Setting, value: string | undefined): string[] {
  return [...describe(setting), value === undefined ? `# ${key}: ${setting.example}` : `${key}: ${value}`]
}

/** Below a key that is a comment itself, so that taking off the first `# ` of each line leaves valid YAML. */
function renderNested(key: string, setting: Setting, indent: string): string[] {
  return [...describe(setting), `${key}: ${setting.example}`].map((line) => `# ${indent}${line}`)
}

function describe(setting: Setting): string[] {
  const { type, variable, flag, effect } = setting
  const origins = [variable, flag === undefined ? undefined : nameFlag(flag)]
  const facts = [type, describeDefault(setting), ...origins].filter((fact) => fact !== undefined)
  return [`# ${effect}`, `# (${facts.join('; ')})`]
}

function describeDefault({ default: preset, required }: Setting): string | undefined {
  if (required !== undefined) return 'required'
  return preset === undefined ? undefined : `default ${renderDefault({ default: preset })}`
}
