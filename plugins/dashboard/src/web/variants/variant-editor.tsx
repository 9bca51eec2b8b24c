import type {Bootstrap, Overview, Slot, VariantInput, VariantView} from 'ccs/plugin'
import {useId, useState} from 'preact/hooks'
import {Command} from '../parts/command.js'
import {Ask} from '../parts/dialog.js'
import {attempt} from '../parts/problem.js'
import {useResource} from '../resource.js'
import {call} from '../session.js'
import {SlotEditor} from './slot-editor.js'

const SLOTS: readonly (readonly [Slot, string, string])[] = [
  ['default', 'Default', 'ANTHROPIC_MODEL'],
  ['opus', 'Opus', 'ANTHROPIC_DEFAULT_OPUS_MODEL'],
  ['sonnet', 'Sonnet', 'ANTHROPIC_DEFAULT_SONNET_MODEL'],
  ['haiku', 'Haiku', 'ANTHROPIC_DEFAULT_HAIKU_MODEL'],
]

interface Draft {
  readonly name: string
  readonly provider: string
  readonly target: string
  readonly account: string
  readonly slots: Readonly<Partial<Record<Slot, string>>>
}

interface Props {
  readonly variant: VariantView | undefined
  readonly bootstrap: Bootstrap
}

/** One page, not a wizard: everything a variant is, with what it means beside it. */
export function VariantEditor({variant, bootstrap}: Props) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(variant, bootstrap))
  const set = (change: Partial<Draft>) => setDraft({...draft, ...change})
  const provider = bootstrap.providers.find(({id}) => id === draft.provider) ?? bootstrap.providers[0]
  const submit = async (event: Event) => {
    event.preventDefault()
    if (await attempt(() => save(variant, draft), `Saved ${draft.name}.`)) location.hash = '#/variants'
  }
  return (
    <form class="editor" onSubmit={(event) => void submit(event)}>
      <h1>{variant === undefined ? 'New variant' : `Variant ${variant.name}`}</h1>
      <Basics draft={draft} set={set} bootstrap={bootstrap} />
      {SLOTS.map(([slot, title]) => (
        <SlotEditor
          key={slot}
          slot={slot}
          title={title}
          value={draft.slots[slot] ?? draft.slots.default ?? ''}
          provider={draft.provider}
          models={provider?.models ?? []}
          efforts={bootstrap.efforts}
          onChange={(id) => set({slots: {...draft.slots, [slot]: id}})}
        />
      ))}
      <Preview draft={draft} />
      <div class="actions">
        <a class="button" href="#/variants">
          Back
        </a>
        {variant !== undefined && <Remove name={variant.name} />}
        <button type="submit" class="primary">
          Save
        </button>
      </div>
    </form>
  )
}

function draftOf(variant: VariantView | undefined, bootstrap: Bootstrap): Draft {
  const provider = variant?.provider ?? bootstrap.providers[0]?.id ?? 'codex'
  const slots = variant?.slots ?? bootstrap.providers.find(({id}) => id === provider)?.slots ?? {}
  return {name: variant?.name ?? '', provider, target: variant?.target ?? '', account: variant?.account ?? '', slots}
}

async function save(variant: VariantView | undefined, {name, provider, target, account, slots}: Draft): Promise<void> {
  const input: VariantInput = {
    provider,
    target: target === '' ? undefined : target,
    account: account === '' ? undefined : account,
    slots,
  }
  if (variant === undefined) await call('POST', '/api/variants', {name, ...input})
  else await call('PUT', `/api/variants/${encodeURIComponent(variant.name)}`, {...input, rename: name})
}

interface BasicsProps {
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
  readonly bootstrap: Bootstrap
}

function Basics({draft, set, bootstrap}: BasicsProps) {
  const {data} = useResource<Overview>(`/api/providers/${draft.provider}`, ['codex'])
  const ids = {name: useId(), provider: useId(), target: useId(), account: useId()}
  return (
    <div class="basics">
      <span class="field">
        <label for={ids.name}>Name</label>
        <input
          id={ids.name}
          value={draft.name}
          required
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => set({name: event.currentTarget.value})}
        />
      </span>
      <span class="field">
        <label for={ids.provider}>Provider</label>
        <select
          id={ids.provider}
          value={draft.provider}
          onChange={(event) => set({provider: event.currentTarget.value})}
        >
          {bootstrap.providers.map(({id, title}) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </span>
      <span class="field">
        <label for={ids.target}>Runtime</label>
        <select id={ids.target} value={draft.target} onChange={(event) => set({target: event.currentTarget.value})}>
          <option value="">The provider’s own</option>
          {bootstrap.runtimes.map(({id, title}) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </span>
      <span class="field">
        <label for={ids.account}>Account</label>
        <select id={ids.account} value={draft.account} onChange={(event) => set({account: event.currentTarget.value})}>
          <option value="">Any of the pool</option>
          {data?.accounts.map(({id, nickname}) => (
            <option key={id} value={nickname}>
              {nickname}
            </option>
          ))}
        </select>
      </span>
    </div>
  )
}

function Preview({draft}: {readonly draft: Draft}) {
  const env = Object.fromEntries(
    SLOTS.map(([slot, , variable]) => [variable, draft.slots[slot] ?? draft.slots.default ?? '']),
  )
  const command = `ccs cliproxy create ${draft.name || 'NAME'} --provider ${draft.provider} --model ${draft.slots.default ?? ''}`
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">Environment</h2>
      <pre tabIndex={0}>{JSON.stringify({env}, null, 2)}</pre>
      <Command text={command} />
    </section>
  )
}

function Remove({name}: {readonly name: string}) {
  const [asking, setAsking] = useState(false)
  const remove = async (typed: string) => {
    if (typed !== name) return
    if (await attempt(() => call('DELETE', `/api/variants/${encodeURIComponent(name)}`), `Removed ${name}.`))
      location.hash = '#/variants'
  }
  return (
    <>
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
        />
      )}
    </>
  )
}
