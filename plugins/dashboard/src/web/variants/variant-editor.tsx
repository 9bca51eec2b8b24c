import type {Bootstrap, Overview, VariantInput, VariantView} from 'ccs/plugin'
import {useState} from 'preact/hooks'
import {asArgument} from '../parts/as-argument.js'
import {Command} from '../parts/command.js'
import {Ask} from '../parts/dialog.js'
import {attempt} from '../parts/problem.js'
import {useSingle} from '../parts/use-single.js'
import {useResource} from '../resource.js'
import {call} from '../session.js'
import {Basics} from './basics.js'
import {commandOf, type Draft, draftOf, inputOf, SLOTS} from './draft.js'
import {SlotEditor} from './slot-editor.js'

interface Props {
  /** As it is now; none for a new one, and for one that is no more. */
  readonly variant: VariantView | undefined
  /** What a new one begins as. */
  readonly pattern: VariantView | undefined
  readonly bootstrap: Bootstrap
}

/** One page, not a wizard: everything a variant is, with what it means beside it. */
export function VariantEditor({variant: current, pattern, bootstrap}: Props) {
  // What the form was filled from: somebody else may change the variant meanwhile.
  const [opened] = useState(current)
  const gone = opened !== undefined && current === undefined
  const variant = gone ? undefined : opened
  const [draft, setDraft] = useState<Draft>(() => ({
    ...draftOf(opened ?? pattern, bootstrap),
    name: opened?.name ?? '',
  }))
  const {data} = useResource<Overview>(`/api/providers/${draft.provider}`, ['codex'])
  const accounts = data?.accounts ?? []
  const provider = bootstrap.providers.find(({id}) => id === draft.provider)
  const single = useSingle()
  const send = async () => {
    if (await attempt(() => save(variant, draft), `Saved ${draft.name}.`)) location.hash = '#/variants'
  }
  const submit = (event: Event) => {
    event.preventDefault()
    single(send)
  }
  return (
    <form class="editor" onSubmit={submit}>
      <h1>{opened === undefined ? 'New variant' : `Variant ${opened.name}`}</h1>
      {gone && <Gone name={opened.name} />}
      {typeof current?.problem === 'string' && <p class="problem">It does not work: {current.problem}</p>}
      <Basics draft={draft} setDraft={setDraft} bootstrap={bootstrap} accounts={accounts} />
      {SLOTS.map(([slot, title]) => (
        <SlotEditor
          key={slot}
          slot={slot}
          title={title}
          value={draft.slots[slot] ?? draft.slots.default ?? ''}
          provider={draft.provider}
          models={provider?.models ?? []}
          efforts={bootstrap.efforts}
          accountId={accounts.find(({nickname}) => nickname === draft.account)?.id}
          fixed={draft.effort || undefined}
          onChange={(id) => setDraft({...draft, slots: {...draft.slots, [slot]: id}})}
        />
      ))}
      <Preview draft={draft} variant={variant} />
      <div class="actions">
        <a class="button" href="#/variants">
          Back
        </a>
        {variant !== undefined && <More name={variant.name} />}
        <button type="submit" class="primary">
          Save
        </button>
      </div>
    </form>
  )
}

function Gone({name}: {readonly name: string}) {
  return (
    <p class="problem" role="alert">
      <bdi>{name}</bdi> was renamed or removed elsewhere. What stands here is kept: Save makes a new variant of it.
    </p>
  )
}

/** Only what was changed here is said of a variant that is there, so that what others changed meanwhile stays. */
async function save(variant: VariantView | undefined, draft: Draft): Promise<void> {
  if (variant === undefined) await call('POST', '/api/variants', {...inputOf(draft), name: draft.name})
  else {
    const rename = draft.name === variant.name ? undefined : draft.name
    await call('PUT', `/api/variants/${encodeURIComponent(variant.name)}`, {...changesOf(draft, variant), rename})
  }
}

/** Another provider has other models: all of them are said then. */
function changesOf(draft: Draft, before: VariantView): VariantInput {
  const moves = draft.provider !== before.provider
  const slots = SLOTS.map(([slot]) => [slot, changed(draft.slots[slot], moves ? undefined : before.slots[slot])])
  return {
    ...(moves && {provider: draft.provider}),
    target: changed(draft.target, before.target),
    account: changed(draft.account, before.account),
    effort: changed(draft.effort, before.effort),
    slots: Object.fromEntries(slots),
  }
}

/** `undefined`: as before; `null`: taken out. */
function changed<T extends string>(now: T | '' | undefined, before: T | undefined): T | null | undefined {
  if ((now ?? '') === (before ?? '')) return undefined
  return now || null
}

function Preview({draft, variant}: {readonly draft: Draft; readonly variant: VariantView | undefined}) {
  const env = Object.fromEntries(
    SLOTS.map(([slot, , variable]) => [variable, draft.slots[slot] ?? draft.slots.default ?? '']),
  )
  const renamed = variant !== undefined && draft.name !== variant.name
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">Environment</h2>
      <pre tabIndex={0}>{JSON.stringify({env}, null, 2)}</pre>
      <Command text={commandOf(draft, variant && withoutFollowers(variant, draft))} />
      {renamed && <Command text={`ccs cliproxy rename ${asArgument(variant.name)} ${asArgument(draft.name)}`} />}
    </section>
  )
}

/** In the command, a slot that holds the default's id goes with it, unless it is named. */
function withoutFollowers(variant: VariantView, draft: Draft): VariantView {
  const main = variant.slots.default
  if (draft.slots.default === main) return variant
  const slots = Object.entries(variant.slots).filter(([slot, id]) => slot === 'default' || id !== main)
  return {...variant, slots: Object.fromEntries(slots)}
}

function More({name}: {readonly name: string}) {
  const [asking, setAsking] = useState(false)
  const path = `/api/variants/${encodeURIComponent(name)}`
  const send = async (typed: string) => {
    if (typed !== name) throw new Error(`Type ${name} to remove this variant.`)
    await call('DELETE', path, {})
  }
  const remove = async (typed: string) => {
    if (await attempt(() => send(typed), `Removed ${name}.`)) location.hash = '#/variants'
  }
  return (
    <>
      <a class="button" href={`#/variants/new/${encodeURIComponent(name)}`}>
        Duplicate
      </a>
      <button type="button" class="danger" onClick={() => setAsking(true)}>
        Remove…
      </button>
      {asking && (
        <Ask
          title={`Remove ${name}`}
          label={`Type ${name} to remove it`}
          action="Remove"
          danger
          onAnswer={(typed) => void remove(typed)}
          onClose={() => setAsking(false)}
        >
          <Command text={`ccs cliproxy remove ${asArgument(name)}`} />
        </Ask>
      )}
    </>
  )
}
