import {expect} from 'chai'
import type {Clock} from '../../src/contract/index.js'
import {openDesks} from '../../src/proxy/provider-desk.js'
import {startUpkeep} from '../../src/proxy/upkeep.js'
import {until} from '../fakes/run-process.js'
import {JOHN} from '../openai/index.js'
import {useStage} from './stage.js'

const MINUTE = 60_000
const SPARK = 'gpt-5.3-codex-spark'

describe('what the proxy does while nobody asks', () => {
  const stage = useStage()

  it('asks for a limit of one model every five minutes, and lets the account serve that model again', async () => {
    const clock = handClock()
    const host = {...stage().host, clock}
    const desks = openDesks(host)
    const {accounts} = await desks.open('codex')
    const [{id = ''} = {}] = await accounts.list()
    await accounts.states.cool(id, {until: clock.now() + 60 * MINUTE, message: 'Spent.', kind: 'usage-limit'}, SPARK)
    const rate_limit = {allowed: true, limit_reached: false}
    stage().openai.backend.quota(JOHN).extra = {
      additional_rate_limits: [{limit_name: 'GPT-5.3-Codex-Spark', rate_limit}],
    }
    const asked = () => stage().openai.requests.filter(({path}) => path.endsWith('/wham/usage')).length
    const upkeep = startUpkeep(desks, host)
    await until(clock.isWaitedFor)
    expect(asked()).to.equal(0)
    clock.pass(4 * MINUTE)
    await until(clock.isWaitedFor)
    expect(asked()).to.equal(0)
    clock.pass(MINUTE)
    await until(clock.isWaitedFor)
    expect([asked(), (await accounts.states.read())[id]?.models]).to.deep.equal([1, {}])
    upkeep.stop()
    await desks.close()
  })
})

/** Stands still unless it is told to go on. */
function handClock(): Clock & {isWaitedFor(): boolean; pass(milliseconds: number): void} {
  let now = Date.now()
  const waiting: (() => void)[] = []
  return {
    now: () => now,
    wait: () => new Promise((resolve) => waiting.push(resolve)),
    isWaitedFor: () => waiting.length > 0,
    pass(milliseconds) {
      now += milliseconds
      for (const go of waiting.splice(0)) go()
    },
  }
}
