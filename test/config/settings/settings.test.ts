import { describe, expect, it } from 'vitest'
import { renderExampleFile } from '../../../src/config/settings/rc-file.js'
import { settingGroups } from '../../../src/config/settings/setting-groups.js'
import { loadFiles } from '../config-folder.js'

const rows = settingGroups.flatMap(({ section, table }) =>
  Object.entries(table).map(([key, setting]) => ({ path: `${section}.${key}`, key, ...setting })),
)

describe('.salesforcerc.example', () => {
  it('is what the table of settings makes', async () => {
    await expect(renderExampleFile()).toMatchFileSnapshot('../../../.salesforcerc.example')
  })

  it('has every setting, with its effect and its variable', () => {
    const text = renderExampleFile()
    for (const { key, effect, variable, example } of rows) {
      expect(text).toContain(`${key}: ${example}`)
      expect(text).toContain(effect)
      expect(text).toContain(variable ?? key)
    }
  })

  it('loads as it stands, and with every setting uncommented', async () => {
    const env = {
      SF_CLIENT_ID: 'key',
      SF_CLIENT_SECRET: 'example-secret',
      ES_PASSWORD: 'index-secret',
      ES_API_KEY: 'index-key',
    }
    expect((await loadFiles({ '.salesforcerc': renderExampleFile() }, { env })).notes).toEqual([])
    const uncommented = renderExampleFile().replaceAll(/^# (?=( {2})*(# |[a-z_]+:( |$)|Account:$|Contacts:$))/gm, '')
    const config = await loadFiles({ '.salesforcerc': uncommented }, { env })
    expect(config).toMatchObject({
      connectors: [{ apiVersion: 'latest' }],
      datasources: [
        {
          standardObjects: ['Account', 'Case'],
          customObjects: ['*'],
          objects: { Account: { fields: ['Name', 'Industry'], children: { Contacts: { limit: 20 } } } },
          syncInterval: { text: '5m', everyMs: 300_000 },
        },
      ],
      extract: { state: 'redis://localhost:6379', retry: { attempts: 8 } },
    })
  })
})

describe('the table of settings', () => {
  it('has no default that it would refuse itself', () => {
    const refused = rows.filter(
      ({ check, default: preset }) => preset !== undefined && !check.safeParse(preset).success,
    )
    expect(refused.map(({ path }) => path)).toEqual([])
  })

  it('gives each setting at most one variable, named after it', () => {
    const named = rows.filter(({ variable }) => variable !== undefined)
    expect(new Set(named.map(({ variable }) => variable)).size).toBe(named.length)
    for (const { key, variable } of named)
      expect(variable).toMatch(new RegExp(`^SF_EXTRACT_(RETRY_|SYNC_)?${key.toUpperCase()}$`))
  })
})
