import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** Where Debian, Fedora and others have it. */
const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * The browser of this machine, CHROMIUM_PATH or where it usually is; undefined where there is none: who runs the tests
 * needs Node alone. With SF_EXTRACT_NEEDS_BROWSER it has to be there.
 */
export function findBrowser(): string | undefined {
  const { CHROMIUM_PATH, SF_EXTRACT_NEEDS_BROWSER } = process.env
  const found = CHROMIUM_PATH ?? usualPaths.find((path) => existsSync(path))
  if (found === undefined && SF_EXTRACT_NEEDS_BROWSER) throw new Error('no browser: install chromium')
  return found
}

/** Starts it, with nothing of its own on the network. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
