import {localTime} from '../log/local-time.js'
import {howLong} from '../proxy/how-long.js'
import type {AccountQuota, QuotaReport, WindowReport} from '../proxy/reports.js'

/** The layout of the product page: one block for each account, one line for each window. */
export function writeQuota(report: QuotaReport, title: string, now: number): readonly string[] {
  const age = report.asOf === null ? '' : ` (as of ${localTime(report.asOf)}${ageOf(report, now)})`
  return [`${title} Quota${age}:`, ...report.accounts.flatMap((account) => writeAccount(account, now))]
}

function writeAccount(account: AccountQuota, now: number): readonly string[] {
  const {email, nickname, plan, windows, features, credits, resetCredits, error, limitReached} = account
  return [
    `  ${email || nickname}${plan === null ? '' : ` (${plan})`}:`,
    ...stateLines(account, now),
    ...(error === null ? [] : [`    Unknown: ${error.message}${error.command ? ` Next: ${error.command}` : ''}`]),
    ...(limitReached ? ['    Limit reached.'] : []),
    ...(windows.length === 0 && error === null ? ['    No limits are reported.'] : []),
    ...windows.map((window) => `    ${writeWindow(window, now)}`),
    ...features.flatMap(({name, windows: own}) => own.map((window) => `    ${name}, ${writeWindow(window, now)}`)),
    ...(credits === null || (credits.balance === null && !credits.unlimited)
      ? []
      : [`    Credits: ${credits.unlimited ? 'unlimited' : credits.balance}`]),
    ...(resetCredits === null || resetCredits === 0 ? [] : [`    Resets available: ${resetCredits}`]),
  ]
}

function stateLines({state, error}: AccountQuota, now: number): readonly string[] {
  const {code, until, message} = state
  if (code === 'ready') return []
  const end = until === null ? '' : ` until ${localTime(until)} (${howLong(Date.parse(until) - now)})`
  return [
    `    State: ${code.replaceAll('_', ' ')}${end}${message === null || message === error?.message ? '' : `: ${message}`}`,
  ]
}

/** Counts where the upstream gives counts, else percent, and which way it runs. */
export function writeWindow({label, usedPercent, used, limit, unit, resetAt}: WindowReport, now: number): string {
  const amount =
    used !== null && limit !== null
      ? `${used}/${limit} ${unit ?? 'messages'}`
      : usedPercent === null
        ? 'unknown'
        : `${Math.round(usedPercent)}% used`
  const reset = resetAt === null ? '' : ` (resets in ${howLong(Date.parse(resetAt) - now)}, ${localTime(resetAt)})`
  return `${label}: ${amount}${reset}`
}

function ageOf({asOf, accounts}: QuotaReport, now: number): string {
  if (asOf === null || accounts.every(({source}) => source === 'live')) return ''
  return `, ${howLong(now - Date.parse(asOf))} ago`
}
