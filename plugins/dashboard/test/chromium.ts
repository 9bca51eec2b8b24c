import {existsSync} from 'node:fs'
import type {Context} from 'mocha'
import {type Browser, chromium} from 'playwright-core'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP evil.example 127.0.0.1',
]

/** The machine's own Chromium. Without one the suite is left out with a word, and fails where `CI` is set. */
export async function launchChromium(suite: Context): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  if (existsSync(executablePath)) return chromium.launch({executablePath, args: FLAGS})
  const message = `No Chromium at ${executablePath}. Install it (apt-get install chromium) or set CHROMIUM.`
  if (process.env.CI) throw new Error(message)
  console.warn(message)
  return suite.skip()
}
