// npx tsx scripts/readme-tables.ts: writes the tables of README.md anew from the code: commands, settings, exit codes.
import { readFileSync, writeFileSync } from 'node:fs'
import { commands } from '../src/cli/commands.js'
import { exitCodes } from '../src/cli/exit-codes.js'
import { settingGroups } from '../src/config/settings/setting-groups.js'

/** The README with its tables as the code has them. */
export function renderReadme(text: string): string {
  const tables: Record<string, string> = { commands: commandTable(), settings: settings(), 'exit codes': exits() }
  return Object.entries(tables).reduce((readme, [name, table]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
    const pattern = new RegExp(`${begin}[^]*${end}`)
    if (!pattern.test(readme)) throw new Error(`README.md has no place for the ${name}`)
    return readme.replace(pattern, () => `${begin}\n\n${table}\n\n${end}`)
  }, text)
}

function commandTable(): string {
  const rows = commands.map(({ usage, summary }) => `| \`sf-extract ${usage}\` | ${summary} |`)
  return ['| command | does |', '| --- | --- |', ...rows].join('\n')
}

function settings(): string {
  const rows = settingGroups.flatMap(({ section, table }) =>
    Object.entries(table).map(([key, setting]) => {
      const fallback = setting.default === undefined ? '' : `\`${JSON.stringify(setting.default).replaceAll('"', '')}\``
      const from = [setting.flag, setting.env].filter((name) => name !== undefined).map((name) => `\`${name}\``)
      return `| \`${section}.${key}\` | ${fallback} | ${from.join(' ')} | ${setting.description.replaceAll('|', '\\|')} |`
    }),
  )
  return ['| setting | default | flag, variable | what it does |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function exits(): string {
  const rows = exitCodes.toSorted((a, b) => a.code - b.code).map(({ code, sentence }) => `| ${code} | ${sentence} |`)
  return ['| code | means |', '| --- | --- |', ...rows].join('\n')
}

if (import.meta.filename === process.argv[1])
  writeFileSync('README.md', renderReadme(readFileSync('README.md', 'utf8')))
