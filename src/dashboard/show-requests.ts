import type {Page, PageQuery, RequestView} from '../contract/index.js'
import type {RequestRecord} from '../journal/request-record.js'
import {contains, pageOf} from './pages.js'
import type {RequestHistory} from './request-history.js'

/** The requests that the journal has, newest first. */
export async function showRequests(query: PageQuery, history: RequestHistory): Promise<Page<RequestView>> {
  const oldestFirst = [...(await history.read())].reverse()
  return pageOf(oldestFirst, query.cursor, (record) => isWanted(record, query), viewOf)
}

function isWanted(record: RequestRecord, {level, q, account, model}: PageQuery): boolean {
  const {asked, sent, error, account: who, status} = record
  return (
    (level !== 'warn' || status >= 400 || error !== undefined) &&
    contains(who?.nickname ?? '', account) &&
    contains(`${asked} ${sent?.model ?? ''}`, model) &&
    contains([asked, sent?.model, who?.nickname, error?.message, status].join(' '), q)
  )
}

function viewOf(record: RequestRecord): RequestView {
  const {id, asked, status, retries, milliseconds, input, cached, output, reasoning} = record
  return {
    id,
    at: new Date(record.at).toISOString(),
    account: record.account?.nickname ?? null,
    asked,
    sent: record.sent?.model ?? null,
    effort: record.sent?.effort ?? record.effort ?? null,
    effortSource: record.effortSource ?? null,
    tier: record.sent?.tier ?? record.tier ?? null,
    fallback: record.fallback ?? null,
    status,
    error: record.error?.message ?? null,
    retries,
    milliseconds,
    firstByteMilliseconds: record.firstByteMilliseconds ?? null,
    input,
    cached,
    output,
    reasoning,
  }
}
