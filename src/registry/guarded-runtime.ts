import type {RuntimePlugin} from '../contract/index.js'
import {brokenPlugin, faultSentence} from './broken-plugin.js'
import {inTime} from './call-hook.js'
import {faultOfLocation, faultOfPlan} from './check-plugin.js'

/** Milliseconds for what a start asks: a plan may wait for its binary's own answer, which has ten seconds. */
const PLAN_LIMIT = 15_000

/** The runtime as a start asks it: what throws, hangs or answers nonsense only then is named like what does at once. */
export function guardedRuntime(runtime: RuntimePlugin, plugin: string, limit = PLAN_LIMIT): RuntimePlugin {
  const named = (thrown: unknown): unknown => (isRefusal(thrown) ? thrown : brokenPlugin(faultSentence(plugin, thrown)))
  const asked = <T>(work: () => Promise<T>): Promise<T> =>
    inTime(limit, work).catch((thrown) => {
      throw named(thrown)
    })
  const {choosesEffort} = runtime
  return Object.assign(Object.create(runtime) as RuntimePlugin, {
    locate: (env) => {
      try {
        return sound(runtime.locate(env), faultOfLocation)
      } catch (error) {
        throw named(error)
      }
    },
    plan: (launch) => asked(async () => sound(await runtime.plan(launch), faultOfPlan)),
    ...(choosesEffort && {choosesEffort: (launch) => asked(async () => choosesEffort.call(runtime, launch))}),
  } satisfies Partial<RuntimePlugin>)
}

/** Of what it was asked for, in its own words and with its own exit code: that is no fault of the plugin. */
function isRefusal(thrown: unknown): boolean {
  return typeof (Object(thrown) as {readonly exit?: unknown}).exit === 'number'
}

function sound<T>(answer: T, faultOf: (answer: T) => string | undefined): T {
  const fault = faultOf(answer)
  if (fault !== undefined) throw new Error(fault)
  return answer
}
