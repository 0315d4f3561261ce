import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { loadPageParts } from '../../../src/dispatcher/page-parts.js'
import { renderPage } from '../../../src/dispatcher/render-page.js'
import type { PageData } from '../../../src/dispatcher/status/snapshot.js'
import { findBrowser, launchBrowser } from '../../support/browser.js'
import { crm, objectReport } from '../../support/reported-runs.js'
import { openWatchedServer } from '../../support/status-server.js'
import { makeTempFolder } from '../../support/temp-folder.js'

const browserPath = findBrowser()
/** Put together once for all tests. */
const parts = loadPageParts()
const hostile =
  '<img src=x onerror="document.body.dataset.broken=1"></script><script>document.body.dataset.broken=1</script>'
const watermark = '2026-01-05T09:30:00.000Z'
const account = { group: 'Standard Objects', title: 'Account', path: '/Standard Objects/Account/', count: 1234 }
const records = [
  {
    id: '001A',
    type: 'Account',
    title: hostile,
    url: 'javascript:alert(1)',
    text: hostile,
    tags: [hostile],
    updated: watermark,
  },
  { id: '001B', type: 'Account', title: 'Acme', url: 'https://acme.my.salesforce.com/001B' },
]

describe.skipIf(browserPath === undefined)('the status page in a browser (skipped where there is no Chromium)', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser(browserPath!)
  })
  afterAll(() => browser.close())

  /** A page, and what it complained of: errors, and what its policy did not let through. */
  async function open(url: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext(options)
    onTestFinished(() => context.close())
    context.setDefaultTimeout(5000)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(url).origin) complaints.push(request.url())
    })
    await page.goto(url)
    return { page, complaints }
  }

  test('shows what goes on, and goes along as it changes', async () => {
    const { server, run, clock } = await openBusyServer()
    const { page, complaints } = await open(server.url)
    expect(await page.title()).toBe('Support needs attention · sf-extract')
    const text = await page.innerText('body')
    for (const shown of [
      '1,234',
      'Lead',
      "can't be read",
      'Let the run-as user see it.',
      'Running now',
      'reading everything',
    ]) {
      expect(text).toContain(shown)
    }
    expect(text).toMatch(/No run yet: the first begins at/)
    expect(text).toContain('4,000 of 14,250 used')
    expect(await page.locator('.chart canvas').count()).toBe(3)
    expect(await page.locator('.chart').first().getAttribute('aria-label')).toMatch(/1,234 written, 3 deleted/)
    expect(await page.locator('time').first().getAttribute('title')).toMatch(/2026/)
    run([objectReport('Account', { written: 77 })])
    clock.advance(1000)
    await page
      .getByRole('row', { name: /Account/ })
      .getByText('77')
      .waitFor()
    expect(complaints).toEqual([])
  })

  test('shows names from the org as text, whatever they say, and leads nowhere but to the web', async () => {
    const { server } = await openBusyServer(hostile)
    const { page, complaints } = await open(server.url)
    await openAccount(page)
    expect(await page.locator('.record').first().innerText()).toContain(hostile)
    expect(await page.locator('main img').count()).toBe(0)
    expect(await page.getByRole('heading', { name: hostile }).count()).toBeGreaterThan(0)
    expect(await page.evaluate('document.body.dataset.broken')).toBeUndefined()
    expect(
      await page.locator('.record a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(['https://acme.my.salesforce.com/001B'])
    expect(complaints).toEqual([])
  })

  test('has nothing that axe objects to, wide and narrow, light and dark', async () => {
    const { server } = await openBusyServer()
    const { page, complaints } = await open(server.url, { bypassCSP: true })
    await openAccount(page)
    await page.addScriptTag({ content: axe.source })
    for (const [width, colorScheme] of [[1280, 'light'] as const, [390, 'dark'] as const]) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      expect(await page.evaluate(findViolations)).toEqual([])
    }
    expect(complaints).toEqual([])
  })

  test('is whole on a phone: nothing is wider than the window', async () => {
    const { server } = await openBusyServer(`${'Unbreakably'.repeat(12)}`)
    const { page } = await open(server.url, { viewport: { width: 360, height: 740 } })
    await openAccount(page)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    expect(await page.locator('.chart canvas').first().isVisible()).toBe(true)
  })

  test('is used by the keyboard, and leaves open and focused what is, as it changes', async () => {
    const { server, run, clock } = await openBusyServer()
    const { page } = await open(server.url)
    const focused = () => page.evaluate('document.activeElement.textContent.slice(0, 40)')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to the status')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Directories and records')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    await page.keyboard.press('Enter')
    await page.getByText('Standard Objects').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Account1,234')
    await page.keyboard.press('Enter')
    await page.getByText('Acme').waitFor()
    run([objectReport('Account', { written: 78 })])
    clock.advance(1000)
    await page
      .getByRole('row', { name: /Account/ })
      .getByText('78')
      .waitFor()
    expect(await focused()).toBe('Account1,234')
    expect(await page.getByText('Acme').isVisible()).toBe(true)
  })

  test('says so when the dispatcher does not answer any more', async () => {
    const { server } = await openBusyServer()
    const { page } = await open(server.url)
    await page.getByText('Live, running since').waitFor()
    await server.close()
    await page.getByText('The dispatcher does not answer').waitFor()
    expect(await page.locator('.live').getAttribute('class')).toContain('lost')
  })

  test('is a file that needs nothing else, too', async () => {
    const { status } = await openBusyServer()
    const data: PageData = {
      isLive: false,
      status: { ...status.snapshot(), phase: 'still', since: undefined },
      directories: { crm: [{ ...account, records }] },
    }
    const file = path.join(await makeTempFolder(), 'status.html')
    await writeFile(file, renderPage(await parts, data))
    const { page, complaints } = await open(pathToFileURL(file).href)
    await openAccount(page)
    expect(await page.innerText('header')).toContain('a picture that stays as it is')
    expect(await page.locator('.record').first().innerText()).toContain(hostile)
    expect(complaints).toEqual([])
    expect(await readFile(file, 'utf8')).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  })
})

const findViolations = `axe.run().then(({ violations }) =>
  violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`

/** A dispatcher that has something of everything to show. */
async function openBusyServer(name = 'CRM') {
  const browse = { directories: async () => [account], records: async () => records }
  const watched = await openWatchedServer({ browse, loadParts: () => parts })
  const { choose, plan, run, server } = watched
  choose({ ...crm, name }, { ...crm, id: 'support', name: 'Support' }, { ...crm, id: 'new', name: 'New one' })
  const error = { code: 'QUERY_REFUSED', message: `${name} can't be read`, hint: 'Let the run-as user see it.' }
  run([objectReport('Account', { written: 1234, deleted: 3, calls: 2, watermark })], {
    quota: { used: 4000, max: 15_000 },
  })
  run([objectReport('Case', { watermark }), objectReport('Lead', { outcome: 'failed', error })], {
    datasource: 'support',
  })
  plan('crm', 300_000)
  plan('new', 60_000)
  const event = { datasource: 'support', runId: 'r', object: 'Case' }
  server.listener.runStarted?.({ ...event, objects: ['Case'] })
  server.listener.objectStarted?.({ ...event, mode: 'full' })
  server.listener.retried?.({ ...event, code: 'ORG_UNAVAILABLE', delayMs: 5 })
  return watched
}

async function openAccount(page: Page): Promise<void> {
  await page.getByText('Directories and records').first().click()
  await page.locator('summary', { hasText: 'Account' }).first().click()
  await page.locator('.record').first().waitFor()
}
