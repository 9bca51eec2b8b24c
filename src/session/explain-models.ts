import type {Model, Slot} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {printError} from '../errors/print-error.js'
import {writeModelId} from '../models/model-id.js'
import {describeModels, offeredModels} from '../profiles/ask-model.js'
import {MODEL_SLOTS} from '../profiles/check-fields.js'
import {reportSent} from '../profiles/report-variant.js'
import {sentSlots, writeSentSlots} from '../profiles/sent.js'
import {SLOT_VARIABLES} from '../profiles/slots.js'
import type {ModelQuestion} from './choose-models.js'

/** The choices, what stands there now, and how to set them without a terminal. Nothing is written. */
export function explainModels({
  profile,
  provider,
  models,
  plan,
  json,
  slots,
  io,
}: ModelQuestion & {readonly slots: Readonly<Record<Slot, string>>}): number {
  const {name, settingsFile, effort} = profile
  const sent = sentSlots(slots, {models, provider, plan, effort})
  const offered = offeredModels(models)
  const example = exampleOf(offered)
  const refusal = nobodyAsked(json ? 'asks nobody with --json' : 'asks at a terminal, and there is none', {
    name,
    provider: provider.id,
    example,
  })
  if (json) {
    const told = {profile: name, settings: settingsFile, models: sent.map(reportSent), offered, ...refusal.toJSON()}
    io.stdout.write(`${JSON.stringify(told, null, 2)}\n`)
    return refusal.exit
  }
  const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`)
  const lines = [
    `Models of ${provider.title}:`,
    ...indent(describeModels(offered)),
    ...(example === undefined ? [] : [`Effort and tier are appended: ${example}.`]),
    `Now, in ${settingsFile}:`,
    ...indent(writeSentSlots(sent)),
    'To change them, write there, below "env":',
    ...indent(MODEL_SLOTS.map((slot) => `${SLOT_VARIABLES[slot]} (${slot})`)),
  ]
  io.stdout.write(`${lines.join('\n')}\n`)
  return printError(refusal, {json: false, streams: io})
}

function exampleOf([model]: readonly Model[]): string | undefined {
  if (model === undefined) return undefined
  const effort = model.efforts.find((level) => level === 'high')
  return writeModelId({model: model.id, effort, tier: model.tiers[0]})
}

/** A provider's own profile has no command of its own to change its models; a variant has. */
function nobodyAsked(
  why: string,
  {name, provider, example = '<id>'}: {readonly name: string; readonly provider: string; readonly example?: string},
): CcsError {
  const isVariant = name !== provider
  return new CcsError(`--config ${why}. Nothing was changed.`, {
    code: 'no_terminal',
    exit: EXIT.usage,
    hint: isVariant ? 'By flag:' : 'By flag, in a profile of its own (for one session: --effort <level>):',
    command: isVariant
      ? `ccs cliproxy edit ${name} --model ${example}`
      : `ccs cliproxy create my-${name} --provider ${name} --model ${example}`,
  })
}
