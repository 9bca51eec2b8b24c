import {type Ask, type AskStreams, askAtTerminal, isInterrupt} from '../command/ask.js'
import type {Model, ProviderPlugin} from '../contract/index.js'
import {planNotes} from '../models/plan-check.js'
import type {Profile} from '../profiles/profile.js'
import {sentSlots, writeSentSlots} from '../profiles/sent.js'
import {editSettings, readSettings} from '../profiles/settings.js'
import {slotsOf, writeSlots} from '../profiles/slots.js'
import {explainModels} from './explain-models.js'
import {pickSlots} from './pick-slots.js'

export interface ModelQuestion {
  readonly profile: Profile
  readonly provider: ProviderPlugin
  /** Bundled table and catalogue as one list. */
  readonly models: readonly Model[]
  /** Of the account that would serve; `undefined` when nobody could say. */
  readonly plan: string | undefined
  /** Nobody is asked then: the choices are told in JSON. */
  readonly json: boolean
  readonly io: AskStreams & Pick<NodeJS.Process, 'stderr'>
}

/** As a shell tells that Ctrl-C ended something. */
const INTERRUPTED = 130

/**
 * `ccs <profile> --config`: models, tier and effort are picked, shown as they are sent, and saved. Without a terminal, or
 * under `--json`, the choices are printed. Resolves with the exit code.
 */
export async function chooseModels(question: ModelQuestion): Promise<number> {
  const {profile, provider, json, io} = question
  const settings = await readSettings(profile.settingsFile)
  const slots = slotsOf(settings?.env ?? writeSlots({default: profile.model}), provider)
  const ask = json ? undefined : askAtTerminal(io)
  if (ask === undefined) return explainModels({...question, slots})
  const agreed = await pick(ask, {...question, slots}).catch((error: unknown) => {
    if (isInterrupt(error)) return INTERRUPTED
    throw error
  })
  if (typeof agreed !== 'number') return 0
  io.stderr.write('Nothing was changed.\n')
  return agreed
}

/** Resolves with an exit code when nothing is to be saved. */
async function pick(
  ask: Ask,
  {slots, ...question}: ModelQuestion & {readonly slots: ReturnType<typeof slotsOf>},
): Promise<number | undefined> {
  const {profile, io} = question
  const picked = await pickSlots(ask, {...question, slots})
  for (const line of preview({...slots, ...picked}, question)) io.stdout.write(`${line}\n`)
  if (!(await ask.confirm(`Save to ${profile.settingsFile}?`, true))) return 0
  await editSettings(profile.settingsFile, writeSlots(picked))
  return undefined
}

function preview(
  slots: ReturnType<typeof slotsOf>,
  {profile, provider, models, plan}: ModelQuestion,
): readonly string[] {
  const {name, effort} = profile
  const sent = sentSlots(slots, {models, provider, plan, effort})
  return [
    'What is sent:',
    ...writeSentSlots(sent).map((line) => `  ${line}`),
    ...planNotes(
      sent.map(({written}) => written),
      {provider, models, plan},
    ),
    ...(effort === undefined ? [] : [`${name} fixes effort ${effort} for every slot: ccs cliproxy edit ${name}`]),
  ]
}
