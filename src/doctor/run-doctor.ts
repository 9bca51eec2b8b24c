import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {HostContext} from '../host/host-context.js'
import {askFirst} from '../registry/ask-first.js'
import type {Check, CheckContext, CheckStatus, Finding} from './check.js'
import {CHECKS} from './checks/index.js'

export interface DoctorReport {
  /** Nothing failed; a warning alone is no failure. */
  readonly ok: boolean
  readonly checks: readonly CheckReport[]
}

export interface CheckReport {
  readonly code: string
  readonly status: CheckStatus
  readonly message: string
  readonly command: string | null
  readonly fixable: boolean
}

export interface DoctorWish {
  readonly online?: boolean
  /** All that can be put right, or the findings of one code; rejects where there are none, or none that can be. */
  readonly fix?: boolean | string
}

/** Looks at everything; with `fix`, puts right what it can and looks again. */
export async function runDoctor(
  host: HostContext,
  {online = false, fix = false}: DoctorWish = {},
): Promise<DoctorReport> {
  const context = {host: askFirst(host), online}
  const findings = await look(context)
  if (typeof fix === 'string') refuseUnfixable(fix, findings)
  const broken = findings.filter(({fix: mend, code}) => mend !== undefined && (fix === true || fix === code))
  for (const {fix: mend} of broken) await mend?.()
  return reportOf(broken.length === 0 ? findings : await look(context))
}

/** Throws for what is not found, and for what only a person can put right. */
function refuseUnfixable(code: string, findings: readonly Finding[]): void {
  const found = findings.filter((finding) => finding.code === code)
  if (found.length === 0) throw refusal('unknown_check', `The doctor finds nothing that is called "${code}".`)
  if (found.every(({fix}) => fix === undefined))
    throw refusal('not_fixable', `"${code}" cannot be put right from here.`)
}

function refusal(code: string, message: string): CcsError {
  return new CcsError(message, {code, exit: EXIT.usage, command: 'ccs doctor'})
}

async function look(context: CheckContext): Promise<readonly Finding[]> {
  const found: Finding[] = []
  for (const check of CHECKS) found.push(...(await tryCheck(check, context)))
  return found
}

async function tryCheck({name, run}: Check, context: CheckContext): Promise<readonly Finding[]> {
  try {
    return await run(context)
  } catch (error) {
    const {message, command} = error as Error & {readonly command?: string}
    return [{code: name, status: 'fail', message, ...(command && {command})}]
  }
}

function reportOf(findings: readonly Finding[]): DoctorReport {
  return {
    ok: findings.every(({status}) => status !== 'fail'),
    checks: findings.map(({code, status, message, command, fix}) => ({
      code,
      status,
      message,
      command: command ?? null,
      fixable: fix !== undefined,
    })),
  }
}
