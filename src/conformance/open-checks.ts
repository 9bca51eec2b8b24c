import type {Blame, ProviderHook, TurnEvent} from '../contract/index.js'
import {isTurnError} from '../errors/turn-error.js'
import {type Check, hold} from './check.js'
import {checkGrammar} from './check-grammar.js'
import {faultOf, inScene, type Scene, within} from './provider-scene.js'
import type {Upstream, UpstreamAnswer} from './upstream.js'

const PAGE = '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Blocked</h1></body></html>'
const ENDLESS = 'open: the events do not end.'
const BROKEN: readonly Blame[] = ['upstream']
const SPENT: readonly Blame[] = ['account', 'upstream']

interface Failure {
  readonly what: string
  readonly answer: UpstreamAnswer
  /** Who may be blamed; everybody but the client when absent. */
  readonly blames?: readonly Blame[]
}

/** Whatever comes in place of an answer; nothing was promised to the client yet. */
const FAILURES: readonly Failure[] = [
  {what: 'status 400', answer: refusal(400, 'invalid_request_error', 'Something is wrong with the request.')},
  {what: 'status 401', answer: refusal(401, 'authentication_error', 'Invalid credentials.'), blames: ['account']},
  {what: 'status 403', answer: refusal(403, 'permission_error', 'This is not allowed.')},
  {what: 'status 404', answer: refusal(404, 'not_found_error', 'There is no such model.')},
  {what: 'status 429', answer: refusal(429, 'rate_limit_error', 'Too many requests.'), blames: SPENT},
  {what: 'status 500', answer: refusal(500, 'server_error', 'An internal error.'), blames: BROKEN},
  {what: 'status 503', answer: refusal(503, 'overloaded_error', 'Overloaded.'), blames: BROKEN},
  {what: 'a web page of status 403', answer: page(403), blames: BROKEN},
  {what: 'a web page of status 502', answer: page(502), blames: BROKEN},
  {what: 'a web page of status 200', answer: page(200), blames: BROKEN},
  {what: 'an empty body', answer: bytes(200, 'text/event-stream', ''), blames: BROKEN},
  {what: 'an answer that breaks before it begins', answer: {type: 'cut', after: 'nothing'}, blames: BROKEN},
]

/** What a provider makes of its upstream's answers. */
export function openChecks(hook: ProviderHook, id: string, start: () => Promise<Upstream>): readonly Check[] {
  const scene = (look: (scene: Scene) => Promise<void>) => () => inScene(hook, id, start, look)
  return [
    {name: 'answers a turn with events in order', run: scene(checkWhole)},
    ...FAILURES.map((failure) => ({
      name: `rejects ${failure.what} in ccs's words`,
      run: scene((current) => checkFailure(current, failure)),
    })),
    {name: 'ends an answer that breaks off with a turn-error', run: scene(checkCut)},
    {name: 'stops when the client leaves before the answer', run: scene(checkEarlyLeave)},
    {name: 'stops when the client leaves in the middle of the answer', run: scene(checkLateLeave)},
  ]
}

async function checkWhole({open, upstream}: Scene): Promise<void> {
  upstream.answer({type: 'whole'})
  const {events, sent} = await within(open(), 'open: does not settle.')
  hold(sent.model !== '', 'open: sent.model does not say which model was asked for.')
  hold(Array.isArray(sent.dropped), 'open: sent.dropped is no list.')
  const all = await within(collect(events), ENDLESS)
  checkGrammar(all)
  hold(all.at(-1)?.type === 'turn-end', 'open: a whole answer does not end in turn-end.')
  hold(
    all.some((event) => event.type === 'block-delta' && event.text.trim() !== ''),
    'open: the words of the answer are missing.',
  )
}

async function checkFailure({open, upstream}: Scene, {what, answer, blames}: Failure): Promise<void> {
  upstream.answer(answer)
  const {blame} = await faultOf(open(), `open: ${what}`, upstream.tokens)
  const allowed: readonly Blame[] = blames ?? ['request', 'account', 'upstream']
  hold(allowed.includes(blame), `open: ${what} is blamed on the ${blame}, not the ${allowed.join(' or ')}.`)
}

async function checkCut({open, upstream}: Scene): Promise<void> {
  upstream.answer({type: 'cut', after: 'words'})
  const {events} = await within(open(), 'open: does not settle.')
  const all = await within(collect(events), ENDLESS)
  checkGrammar(all)
  hold(all.at(-1)?.type === 'turn-error', 'open: an answer that breaks off does not end in turn-error.')
}

async function checkEarlyLeave({open, upstream, sightings, asked}: Scene): Promise<void> {
  upstream.answer({type: 'silence', after: 'nothing'})
  const leaving = new AbortController()
  const opening = faultOf(open(leaving.signal), 'open: a client that leaves', upstream.tokens)
  await within(asked, 'open: asks nobody.')
  leaving.abort()
  await opening
  checkSignals(sightings)
}

async function checkLateLeave({open, upstream, sightings}: Scene): Promise<void> {
  upstream.answer({type: 'silence', after: 'words'})
  const leaving = new AbortController()
  const {events} = await within(open(leaving.signal), 'open: does not settle.')
  const reading = collect(events).catch((error: unknown) => {
    hold(isTurnError(error), `open: the events of a client that left reject with ${String(error)}.`)
  })
  leaving.abort()
  await within(reading, ENDLESS)
  checkSignals(sightings)
}

function checkSignals(sightings: Scene['sightings']): void {
  hold(
    sightings.every(({signal}) => signal.aborted),
    'open: a request goes on without its client; hand the signal on.',
  )
}

async function collect(events: AsyncIterable<readonly TurnEvent[]>): Promise<readonly TurnEvent[]> {
  const all: TurnEvent[] = []
  for await (const batch of events) all.push(...batch)
  return all
}

/** Words that the dialects put in different places, in all of them. */
function refusal(status: number, kind: string, message: string): UpstreamAnswer {
  const body = JSON.stringify({type: 'error', error: {type: kind, code: kind, message}})
  return bytes(status, 'application/json', body)
}

function page(status: number): UpstreamAnswer {
  return bytes(status, 'text/html; charset=utf-8', PAGE)
}

function bytes(status: number, contentType: string, body: string): UpstreamAnswer {
  return {type: 'bytes', status, contentType, body}
}
