import type {AccountRecord} from '../accounts/accounts.js'
import {loginMark} from '../accounts/login-mark.js'
import type {TurnError} from '../contract/index.js'
import type {AttemptContext, Sending} from './attempt.js'
import {DENIED_FOR, FATES, type Fate, MOST_LEFT_OUT, SHORT} from './fates.js'
import {newProgress, type Progress} from './progress.js'

interface Case {
  readonly sending: Sending
  readonly record: AccountRecord
  readonly session: string
}

/** `on`: the loop goes on at once; `wait`: after a moment; `tell`: the client hears of it. */
export type Verdict = 'on' | 'wait' | 'tell'

type Judge<F extends Fate['does']> = (
  fate: Extract<Fate, {does: F}>,
  fault: TurnError,
  facts: Case,
  progress: Progress,
  context: AttemptContext,
) => Verdict | Promise<Verdict>

/** What a failed opening means for the account, and whether anybody is asked next. */
export async function judge(
  fault: TurnError,
  facts: Case,
  progress: Progress,
  context: AttemptContext,
): Promise<Verdict> {
  const {log} = context
  log.info('An upstream request failed.', {
    kind: fault.kind,
    account: facts.record.nickname,
    model: facts.sending.model.id,
  })
  const fate = FATES[fault.kind]
  const decide = JUDGES[fate.does] as Judge<typeof fate.does>
  return decide(fate as never, fault, facts, progress, context)
}

/** Notes what a failure in mid-answer says of the account: nothing can be tried elsewhere any more. */
export async function noteLateFault(fault: TurnError, facts: Case, context: AttemptContext): Promise<void> {
  const fate = FATES[fault.kind]
  if (fate.does === 'cool' || fate.does === 'retire' || fate.does === 'rest' || fault.kind === 'throttled')
    await judge(fault, facts, newProgress(), context)
}

const JUDGES: {readonly [F in Fate['does']]: Judge<F>} = {
  tell: () => 'tell',
  repair: ({repair}, _fault, _case, {repairs}) => {
    if (repairs.has(repair)) return 'tell'
    repairs.add(repair)
    return 'on'
  },
  'leave-out': (_fate, {tool}, _case, {leftOut}) => {
    const named = JSON.stringify(tool)
    if (tool === undefined || leftOut.has(named) || leftOut.size >= MOST_LEFT_OUT) return 'tell'
    leftOut.add(named)
    return 'on'
  },
  again: (_fate, fault, facts, progress, context) => {
    // A time that is over says nothing: `retry-after: 0` is legal.
    return (fault.retryAt ?? 0) <= context.clock.now()
      ? askAgain(fault, facts, progress, context)
      : waitFor(fault, facts, progress, context)
  },
  rest: (_fate, fault, facts, progress, context) => restAll(fault, facts, progress, context),
  next: (_fate, _fault, {record}, progress) => goNext(record, progress),
  renew: async (_fate, fault, facts, progress, context) => {
    const {record, sending} = facts
    if (!progress.renewed.has(record.id)) {
      progress.renewed.set(record.id, sending.account.accessToken)
      return 'on'
    }
    return retire('needs_reauth', fault, facts, progress, context)
  },
  'fall-back': async (_fate, _fault, {record, sending}, progress, {desk, clock}) => {
    const {id: model} = sending.model
    await desk.accounts.states.deny(record.id, model, clock.now() + DENIED_FOR)
    const key = `${record.id} ${model}`
    if (desk.provider.fallback?.(model, undefined) === undefined || progress.again.has(key))
      return goNext(record, progress)
    progress.again.add(key)
    return 'on'
  },
  cool: ({milliseconds}, fault, facts, progress, context) => cool(milliseconds, fault, facts, progress, context),
  retire: ({state}, fault, facts, progress, context) => retire(state, fault, facts, progress, context),
  blocked: async ({state}, fault, {record}, _progress, {desk}): Promise<Verdict> => {
    await desk.accounts.states.note(record.id, {code: state, until: null, message: fault.message})
    return 'tell'
  },
}

/** Without a hint: a moment later on the same account, once; then the next one, once. */
function askAgain(fault: TurnError, {record}: Case, progress: Progress, {desk, clock}: AttemptContext): Verdict {
  if (!progress.again.has(record.id)) {
    progress.again.add(record.id)
    return 'wait'
  }
  if (fault.kind === 'throttled') desk.pool.pause(record.id, clock.now() + SHORT / 6)
  return fault.kind === 'throttled' ? goNext(record, progress) : goNextOnce(record, progress)
}

/** A throttle with a time moves no session when it is short; an overload with a time is passed on. */
function waitFor(
  fault: TurnError,
  facts: Case,
  progress: Progress,
  context: AttemptContext,
): Verdict | Promise<Verdict> {
  const {record} = facts
  const wait = (fault.retryAt ?? 0) - context.clock.now()
  if (fault.kind !== 'throttled') return goNextOnce(record, progress)
  if (wait > SHORT) return cool(wait, fault, facts, progress, context)
  context.desk.pool.pause(record.id, fault.retryAt ?? 0)
  return goNext(record, progress)
}

/** A throttle of this machine's address reaches every account: one other is asked, then nobody for a moment. */
async function restAll(
  {retryAt = 0}: TurnError,
  {record}: Case,
  progress: Progress,
  {desk, clock}: AttemptContext,
): Promise<Verdict> {
  const now = clock.now()
  const until = retryAt > now ? Math.min(retryAt, now + SHORT) : now + SHORT / 6
  const verdict = goNextOnce(record, progress)
  const resting = verdict === 'tell' ? await desk.accounts.list() : [record]
  for (const {id} of resting) desk.pool.pause(id, until)
  return verdict
}

async function cool(
  milliseconds: number,
  fault: TurnError,
  {record, sending}: Case,
  progress: Progress,
  {desk, clock}: AttemptContext,
): Promise<Verdict> {
  const until = Math.max(fault.retryAt ?? clock.now() + milliseconds, clock.now() + 1000)
  const {states} = desk.accounts
  const limit = {until, message: fault.message, kind: fault.kind}
  await states.cool(record.id, limit, fault.scope === 'model' ? sending.model.id : undefined)
  return goNext(record, progress)
}

/** Unless the account has signed in anew meanwhile: then it is asked with that, and nothing is said of it. */
async function retire(
  code: 'needs_reauth' | 'revoked' | 'deactivated',
  fault: TurnError,
  {record, sending}: Case,
  progress: Progress,
  {desk}: AttemptContext,
): Promise<Verdict> {
  const {states, tokens: tokensOf} = desk.accounts
  const tokens = await tokensOf(record.id).catch(() => undefined)
  if (tokens === undefined) return goNext(record, progress)
  if (tokens.accessToken !== sending.account.accessToken) return 'on'
  await states.note(record.id, {code, until: null, message: fault.message}, {login: loginMark(tokens)})
  return goNext(record, progress)
}

/** What may be the upstream's trouble with everybody is carried to one other account. */
function goNextOnce({id}: Pick<AccountRecord, 'id'>, progress: Progress): Verdict {
  const isFirst = [...progress.suspects].every((suspect) => suspect === id)
  return isFirst ? goNext({id}, progress) : 'tell'
}

function goNext({id}: Pick<AccountRecord, 'id'>, {tried}: Progress): Verdict {
  tried.add(id)
  return 'on'
}
