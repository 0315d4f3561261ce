// npx tsx scripts/docs-tables.ts: writes the tables of README.md and docs/ anew from the code.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { commands } from '../src/cli/commands.js'
import { exitCodes } from '../src/cli/exit-codes.js'
import { codeTable } from '../src/errors/codes.js'
import { commonSettings, processorSettings } from '../src/config/enrichment/processor-settings.js'
import { settingGroups } from '../src/config/settings/setting-groups.js'
import { pipelineGroups } from '../src/config/settings/pipeline-settings.js'
import { renderSmall } from './simulate/table.js'
import { nameFlag, type Setting, type SettingTable } from '../src/config/settings/setting.js'

/** A page with its tables as the code has them, between `<!-- name -->` and `<!-- end of name -->`. */
export function renderPage(page: string): string {
  return page.replaceAll(/<!-- ([a-z ]+) -->[^]*?<!-- end of \1 -->/g, (place, name: string) => {
    const table = tables[name]
    return table === undefined ? place : `<!-- ${name} -->\n\n${table()}\n\n<!-- end of ${name} -->`
  })
}

/** The pages a reader of the repository may open, as paths from its root. */
export function listPages(): string[] {
  const docs = readdirSync('docs').filter((name) => name.endsWith('.md'))
  return ['README.md', 'CONTRIBUTING.md', ...docs.toSorted().map((name) => `docs/${name}`)]
}

/** The tables by the names of their places. */
export const tables: Record<string, () => string> = {
  commands: commandTable,
  settings: settingTable,
  processors: processorTable,
  'exit codes': exitCodeTable,
  'error codes': errorCodeTable,
  simulation: renderSmall,
}

function commandTable(): string {
  return renderTable(
    ['command', 'what it does'],
    commands.map(({ usage, summary }) => [`\`sf-extract ${usage}\``, summary]),
  )
}

function settingTable(): string {
  const rows = [...settingGroups, ...pipelineGroups].flatMap(({ section, table }) =>
    Object.entries<Setting>(table).map(([key, setting]) => {
      const fallback = renderDefault(setting.default)
      const { flag, variable, effect } = setting
      const origins = [flag === undefined ? undefined : nameFlag(flag), variable].filter((name) => name !== undefined)
      return [`\`${section}.${key}\``, fallback, origins.map((name) => `\`${name}\``).join(' '), effect]
    }),
  )
  return renderTable(['setting', 'default', 'flag, variable', 'what it does'], rows)
}

function processorTable(): string {
  const rows = Object.entries({ ...processorSettings, 'all of them': commonSettings }).flatMap(([name, table]) =>
    Object.entries(table as SettingTable).map(([key, { default: preset, effect, required, example }]) => {
      const fallback = required !== undefined ? 'has to be given' : renderDefault(preset)
      return [name in processorSettings ? `\`${name}\`` : name, `\`${key}\``, fallback, `\`${example}\``, effect]
    }),
  )
  return renderTable(['processor', 'option', 'default', 'for example', 'what it does'], rows)
}

function renderDefault(preset: unknown): string {
  return preset === undefined ? '' : `\`${JSON.stringify(preset).replaceAll('"', '')}\``
}

function exitCodeTable(): string {
  const rows = exitCodes.toSorted((a, b) => a.code - b.code).map(({ code, sentence }) => [String(code), sentence])
  return renderTable(['code', 'meaning'], rows)
}

function errorCodeTable(): string {
  const rows = Object.entries(codeTable).map(([code, { exitCode, description }]) => [
    `\`${code}\``,
    String(exitCode),
    description,
  ])
  return renderTable(['code', 'exit', 'meaning'], rows)
}

function renderTable(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map(renderRow).join('\n')
}

function renderRow(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

if (import.meta.filename === process.argv[1])
  for (const file of listPages()) writeFileSync(file, renderPage(readFileSync(file, 'utf8')))
