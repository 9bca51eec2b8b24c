import type {RequestRecord} from '../journal/request-record.js'

/** One line for each request: what was asked, what was sent, what was reported; nothing that nobody said. */
export function writeVerbose(record: RequestRecord): string {
  const {asked, sent, account, status, error, reported, fallback, retries} = record
  const parts = [
    sent === undefined || sent.model === asked ? asked : `${asked} -> ${sent.model}`,
    effortOf(record),
    tierOf(record),
    transportOf(record),
    fallback !== undefined && `fallback: ${fallback}`,
    account && `account: ${account.nickname}`,
    `status: ${status}`,
    error && `${error.kind}: ${error.message}`,
    retries > 0 && `retries: ${retries}`,
    reported?.model && `reported model: ${reported.model}`,
    reported?.tier && `reported service_tier: ${reported.tier}`,
    tokensOf(record),
    `${(record.milliseconds / 1000).toFixed(1)} s`,
  ]
  return `[ccs] ${parts.filter(Boolean).join(', ')}`
}

function effortOf({sent, effort, effortSource, wantedEffort}: RequestRecord): string | undefined {
  const level = sent?.effort ?? effort
  const asked = wantedEffort === undefined ? '' : `${wantedEffort} -> `
  return level && `reasoning.effort: ${asked}${level}${effortSource ? ` (from the ${SOURCES[effortSource]})` : ''}`
}

const SOURCES: Readonly<Record<NonNullable<RequestRecord['effortSource']>, string>> = {
  flag: '--effort flag',
  suffix: "model's suffix",
  request: 'request',
  budget: 'thinking budget',
  slot: "slot's default",
}

function tierOf({sent}: RequestRecord): string | undefined {
  return sent?.tier && `service_tier: ${sent.tier}`
}

/** Said with the tier: the backend may keep it over one of the two only. */
function transportOf({sent}: RequestRecord): string | undefined {
  if (sent?.transport === 'websocket') return 'over a WebSocket'
  return sent?.tier !== undefined && sent.transport === 'http' ? 'over HTTP' : undefined
}

function tokensOf({input, cached, output}: RequestRecord): string | undefined {
  return input + output === 0 ? undefined : `tokens: ${input} in (${cached} cached), ${output} out`
}
