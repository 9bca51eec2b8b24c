// One refresh, made by a process that nobody waits for: it outlives the one that asked.
import {rm} from 'node:fs/promises'
import {text} from 'node:stream/consumers'
import {type Reserved, reserveFile} from '../accounts/reserve-file.js'
import {faultOf, isTurnError} from '../errors/turn-error.js'
import {writeAtomic} from '../files/write-atomic.js'
import {type Answer, sealAnswer} from './kept-answer.js'
import {PATIENCE, postRefresh} from './post-refresh.js'
import {type CourierOrder, NOT_ASKED, underWayFile} from './send-courier.js'

const {request, file} = JSON.parse(await text(process.stdin)) as CourierOrder
const {refreshToken} = request
const mark = underWayFile(file)
const reserved = await reserve()
try {
  const answer: Answer = await postRefresh(request, process.env, AbortSignal.timeout(PATIENCE)).catch((error) => {
    if (isTurnError(error)) return {fault: faultOf(error)}
    throw error
  })
  await reserved.commit(sealAnswer(answer, refreshToken))
} finally {
  await rm(mark, {force: true})
}

/** Nothing is asked before the answer has its place. */
async function reserve(): Promise<Reserved> {
  try {
    await writeAtomic(mark, String(process.pid))
    return await reserveFile(file)
  } catch {
    await rm(mark, {force: true})
    process.exit(NOT_ASKED)
  }
}
