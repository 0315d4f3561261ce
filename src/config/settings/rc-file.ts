import { settingGroups } from './setting-groups.js'
import { renderGroup } from './setting-text.js'
import { connectorSettings } from './settings.js'

/** An rc file with every setting there is: those with a value set, the others as comments. Values are YAML. */
export function renderRcFile(heading: string[], values: Record<string, string | undefined>): string {
  const groups = settingGroups.flatMap((group, index) => {
    const before = settingGroups[index - 1]
    const isContinued = before?.title === group.title
    return [...(isContinued ? [] : ['', `# -- ${group.title} --`]), '', ...renderGroup(group, values, before?.flat)]
  })
  return `${[...heading.map((line) => `# ${line}`), ...groups].join('\n')}\n`
}

/** The text of `.salesforcerc.example`. */
export function renderExampleFile(): string {
  const { domain, client_id, client_secret } = connectorSettings
  return renderRcFile(exampleHeading, {
    domain: domain.example,
    client_id: client_id.example,
    client_secret: client_secret.example,
  })
}

const exampleHeading = [
  'Every setting of sf-extract. Copy this file to .salesforcerc, or let `sf-extract init` write one,',
  'and uncomment what you need.',
  'It may be YAML or JSON. Flags override environment variables, those override this file.',
  'Keep it readable for yourself alone (chmod 600) where it holds a secret.',
]
