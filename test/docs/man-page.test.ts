import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { manPage, renderManPage } from '../../scripts/man-page.js'
import { commands } from '../../src/cli/commands.js'
import { isInstalled } from '../support/installed-program.js'

const text = readFileSync(manPage, 'utf8')

test('the man page is as the commands have it: npm run man', async () => {
  expect(text).toBe(await renderManPage())
})

test('the man page has each command', () => {
  for (const { usage } of commands) expect(text).toContain(`.SS sf\\-extract ${usage}\n`)
})

test.skipIf(!isInstalled('groff'))('the man page is set without a warning', () => {
  const set = execFileSync('groff', ['-man', '-Tutf8', '-K', 'utf8', '-ww', '-rLL=100n', manPage], {
    encoding: 'utf8',
    stdio: 'pipe',
  })
  expect(set).toContain('SF-EXTRACT(1)')
})
