import type {Effort, Model, ModelAnswer, Slot} from 'ccs/plugin'
import {useEffect, useId, useState} from 'preact/hooks'
import {call} from '../session.js'
import {type Choice, parse, spell} from './model-id.js'

interface Props {
  readonly slot: Slot
  readonly title: string
  readonly value: string
  readonly provider: string
  readonly models: readonly Model[]
  readonly efforts: readonly Effort[]
  /** The account whose plan counts; the default one when absent. */
  readonly accountId: string | undefined
  /** What the variant fixes for all slots. */
  readonly fixed: Effort | undefined
  readonly onChange: (id: string) => void
}

/** Model, effort and speed of one slot; a typed id sets all three. Below it stands what is sent. */
export function SlotEditor({slot, title, value, provider, models, efforts, accountId, fixed, onChange}: Props) {
  const choice = parse(value, models)
  const model = models.find(({id}) => id === choice?.model)
  const set = (change: Partial<Choice>) => {
    if (choice !== undefined) onChange(spell({...choice, ...change}))
  }
  const ids = {model: useId(), text: useId()}
  return (
    <fieldset class="slot">
      <legend>{title}</legend>
      <span class="field">
        <label for={ids.model}>Model</label>
        <select
          id={ids.model}
          value={choice?.model ?? ''}
          onChange={(event) => onChange(spell({model: event.currentTarget.value, effort: undefined, fast: false}))}
        >
          {choice === undefined && <option value="">Another id</option>}
          {models.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}, up to {one.efforts.at(-1)}
              {one.access === 'any' ? '' : one.access === 'paid' ? ', paid plans' : ', research preview'}
              {one.recommended === true ? ', recommended' : ''}
            </option>
          ))}
        </select>
      </span>
      <span class="field">
        <label for={ids.text}>Id</label>
        <input
          id={ids.text}
          value={value}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      </span>
      <EffortSwitch
        name={`${slot}-effort`}
        efforts={efforts}
        model={model}
        chosen={choice?.effort}
        set={(effort) => set({effort})}
      />
      <label class="switch">
        <input
          type="checkbox"
          checked={choice?.fast === true}
          disabled={model === undefined || !model.tiers.includes('fast')}
          onChange={(event) => set({fast: event.currentTarget.checked})}
        />
        Fast{model !== undefined && !model.tiers.includes('fast') ? ' (this model has no fast tier)' : ''}
      </label>
      <SentLine id={value} slot={slot} provider={provider} accountId={accountId} effort={fixed} />
    </fieldset>
  )
}

interface EffortProps {
  readonly name: string
  readonly efforts: readonly Effort[]
  readonly model: Model | undefined
  readonly chosen: Effort | undefined
  readonly set: (effort: Effort | undefined) => void
}

function EffortSwitch({name, efforts, model, chosen, set}: EffortProps) {
  const highest = model?.efforts.at(-1)
  return (
    <fieldset class="segmented">
      <legend>Effort</legend>
      <label>
        <input type="radio" name={name} checked={chosen === undefined} onChange={() => set(undefined)} />
        Auto
      </label>
      {efforts.map((effort) => {
        const offered = model?.efforts.includes(effort) === true
        return (
          <label key={effort} title={offered ? undefined : `This model goes up to ${highest}`}>
            <input
              type="radio"
              name={name}
              checked={chosen === effort}
              disabled={!offered}
              onChange={() => set(effort)}
            />
            {effort}
          </label>
        )
      })}
    </fieldset>
  )
}

interface SentProps {
  readonly id: string
  readonly slot: Slot
  readonly provider: string
  readonly accountId: string | undefined
  readonly effort: Effort | undefined
}

/** Asks the server, so that the page can never say anything else than what the proxy does. */
function SentLine({id, slot, provider, accountId, effort}: SentProps) {
  const [answer, setAnswer] = useState<ModelAnswer | Error>()
  useEffect(() => {
    let current = true
    call<ModelAnswer>('POST', '/api/models/resolve', {provider, id, slot, accountId, effort}).then(
      ({body}) => current && setAnswer(body),
      (error: Error) => current && setAnswer(error),
    )
    return () => {
      current = false
    }
  }, [provider, id, slot, accountId, effort])
  if (answer === undefined) return <output class="sent">…</output>
  if (answer instanceof Error) return <output class="sent fault">{answer.message}</output>
  const tier = answer.tier === null ? '' : `, service_tier ${answer.tier}`
  return (
    <output class="sent">
      {id} → {answer.model}
      {answer.effort === null ? '' : `, reasoning.effort ${answer.effort}`}
      {tier}
      {answer.notes.map((note) => (
        <span key={note}> {note}</span>
      ))}
      {answer.fallback !== null && <span> {answer.fallback.reason}</span>}
    </output>
  )
}
