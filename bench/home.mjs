// A throwaway home with one account, and runtimes that only say that they started.
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A port where nobody listens. */
const CLOSED = 'http://127.0.0.1:9'

export function makeHome({upstream = CLOSED} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ccs-bench-'))
  const root = join(folder, '.ccs')
  const auth = join(root, 'cliproxy', 'auth')
  mkdirSync(auth, {recursive: true, mode: 0o700})
  writeFileSync(join(auth, 'codex-bench@example.com.json'), JSON.stringify(tokens()), {mode: 0o600})
  const env = {...ownEnvironment(), HOME: folder, CCS_CODEX_BASE_URL: upstream, CCS_CODEX_ISSUER: CLOSED}
  for (const name of ['claude', 'codex', 'droid']) env[`CCS_${name.toUpperCase()}_PATH`] = writeRuntime(folder, name)
  return {folder, root, env, remove: () => rmSync(folder, {recursive: true, force: true, maxRetries: 5})}
}

/** Of whoever measures, since it decides how long Node itself takes; without what would lead elsewhere. */
export function ownEnvironment() {
  const elsewhere = /^(CCS_|CODEX_|CLAUDE|ANTHROPIC_|OPENAI_)|_proxy$/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !elsewhere.test(name)))
}

function writeRuntime(folder, name) {
  const file = join(folder, name)
  writeFileSync(file, '#!/bin/sh\necho started\n')
  chmodSync(file, 0o755)
  return file
}

function tokens() {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  const token = jwt({
    email: 'bench@example.com',
    sub: 'user-bench',
    'https://api.openai.com/auth': {
      chatgpt_account_id: 'bench',
      chatgpt_user_id: 'user-bench',
      chatgpt_plan_type: 'plus',
    },
    exp: Math.floor(Date.parse(tomorrow) / 1000),
  })
  return {
    type: 'codex',
    access_token: token,
    refresh_token: 'rt-bench',
    id_token: token,
    account_id: 'bench',
    email: 'bench@example.com',
    expired: tomorrow,
    last_refresh: new Date().toISOString(),
  }
}

function jwt(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({alg: 'none'})}.${part(claims)}.none`
}

/** The proxy that a start of ccs in this home has left running. */
export async function stopProxy({root}) {
  const file = join(root, 'cliproxy', 'state.json')
  if (!existsSync(file)) return
  const {pid} = JSON.parse(readFileSync(file, 'utf8'))
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGTERM')
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5))
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
