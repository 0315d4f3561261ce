import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { callCli } from '../../support/call-cli.js'
import { makeTempFolder } from '../../support/temp-folder.js'

/** A folder whose configuration has a datasource with spaces in its name, and one with a colon. */
export async function openNamed(): Promise<string> {
  const folder = await makeTempFolder()
  await writeFile(path.join(folder, 'coco.yml'), settings)
  return folder
}

const settings = `
connector:
  id: org
  name: Org
  processor: { enabled: true, name: salesforce }
  config: { domain: mycompany, client_id: an-id, client_secret: a-secret }
datasource:
  - id: crm
    name: My Salesforce Data
    connector: { id: org, config: { standard_objects_to_sync: [Account, Case] } }
  - id: west
    name: "West: two"
    connector: { id: org, config: { standard_objects_to_sync: [Lead] } }
`

/** What the last word of a line may become, and what it is, as fish is told; descriptions are left out. */
export async function completedBy(
  line: string,
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ kind: string; words: string[] }> {
  const { stdout } = await callCli(['complete', 'fish', '--', ...line.split(' ')], { cwd, env })
  const [kind = '', ...lines] = stdout.trimEnd().split('\n')
  return { kind, words: lines.map((each) => each.split('\t')[0]!) }
}
