#!/usr/bin/env node
// A browser whose owner approves at once: it follows the sign-in page to the end and writes down where it was.
import {appendFileSync} from 'node:fs'

const reply = await fetch(process.argv[2])
const text = await reply.text()
if (process.env.BROWSER_LOG) appendFileSync(process.env.BROWSER_LOG, `${JSON.stringify({url: reply.url, text})}\n`)
process.exitCode = reply.ok ? 0 : 1
