import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {OpenAi, Person} from '../openai/index.js'
import type {TokenSet} from '../openai/issuer.js'

/** A person's home, by itself in a temporary folder. */
export interface Home {
  readonly path: string
  /** `~/.ccs`. */
  readonly ccs: string
  /** A folder to work in. */
  readonly project: string
  /** A clean environment that points ccs at the stand-in. */
  readonly env: Readonly<Record<string, string>>
  /** Writes the token file of somebody who signed in before. */
  add(person: Person, options?: AddOptions): string
  write(file: string, content: string | object): string
  remove(): void
}

export interface AddOptions {
  /** Seconds that its access token is still good. */
  readonly lifetime?: number
  readonly tokens?: TokenSet
}

const DAY = 86_400

/** `links` are environment variables of a test's own; PATH holds no runtime unless it is named there. */
export function makeHome(openai: Pick<OpenAi, 'env' | 'issue'>, more: Readonly<Record<string, string>> = {}): Home {
  const path = mkdtempSync(join(tmpdir(), 'ccs-e2e-'))
  const ccs = join(path, '.ccs')
  const project = join(path, 'project')
  mkdirSync(project)
  const write = (file: string, content: string | object) => writeBelow(path, file, content)
  return {
    path,
    ccs,
    project,
    write,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: path,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      SHELL: '/bin/bash',
      // Claude Code keeps tasks and sockets there, otherwise beside everybody else's.
      CLAUDE_CODE_TMPDIR: join(path, 'tmp'),
      ...openai.env,
      ...more,
    },
    add(person, {lifetime = DAY, tokens = openai.issue(person, lifetime)} = {}) {
      const now = Date.now()
      return write(`.ccs/cliproxy/auth/codex-${person.accountId}-${person.email}.json`, {
        type: 'codex',
        id_token: tokens.id_token,
        access_token: tokens.access_token,
        refresh_token: tokens.refresh_token,
        account_id: person.accountId,
        email: person.email,
        last_refresh: new Date(now).toISOString(),
        expired: new Date(now + tokens.expires_in * 1000).toISOString(),
      })
    },
    remove: () => removeFolder(path),
  }
}

function writeBelow(root: string, file: string, content: string | object): string {
  const target = join(root, file)
  mkdirSync(join(target, '..'), {recursive: true, mode: 0o700})
  writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content, null, 2), {mode: 0o600})
  return target
}

/** Somebody may still write into it: what a proxy has begun is not undone when it leaves. */
function removeFolder(path: string): void {
  for (let tries = 1; ; tries += 1) {
    try {
      rmSync(path, {recursive: true, force: true, maxRetries: 10})
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY' || tries === 10) throw error
    }
  }
}
