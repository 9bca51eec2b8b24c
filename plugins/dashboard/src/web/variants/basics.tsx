import type {AccountView, Bootstrap, Effort} from 'ccs/plugin'
import {useId} from 'preact/hooks'
import {type Draft, withProvider} from './draft.js'

interface Props {
  readonly draft: Draft
  readonly setDraft: (draft: Draft) => void
  readonly bootstrap: Bootstrap
  readonly accounts: readonly AccountView[]
}

/** Name, and what holds for all slots. */
export function Basics({draft, setDraft, bootstrap, accounts}: Props) {
  const name = useId()
  const {providers, runtimes, efforts} = bootstrap
  return (
    <div class="basics">
      <span class="field">
        <label for={name}>Name</label>
        <input
          id={name}
          value={draft.name}
          required
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setDraft({...draft, name: event.currentTarget.value})}
        />
      </span>
      <Choice
        label="Provider"
        value={draft.provider}
        choices={providers.map(({id, title}) => [id, title])}
        choose={(provider) => setDraft(withProvider(draft, provider, bootstrap))}
      />
      <Choice
        label="Runtime"
        value={draft.target}
        choices={[
          ['', 'The provider’s own'],
          ...runtimes.map(({id, title, binary}) => [id, titleOf(title, binary)] as const),
        ]}
        choose={(target) => setDraft({...draft, target})}
      />
      <Choice
        label="Account"
        value={draft.account}
        choices={[['', 'Any of the pool'], ...accounts.map(({nickname}) => [nickname, nickname] as const)]}
        choose={(account) => setDraft({...draft, account})}
      />
      <Choice
        label="Effort of all slots"
        value={draft.effort}
        choices={[['', 'Each slot’s own'], ...efforts.map((effort) => [effort, effort] as const)]}
        choose={(effort) => setDraft({...draft, effort: effort as Effort | ''})}
      />
    </div>
  )
}

function titleOf(title: string, binary: string | null): string {
  return binary === null ? `${title} (not installed)` : title
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly choices: readonly (readonly [value: string, title: string])[]
  readonly choose: (value: string) => void
}

/** What stands in a file may be gone meanwhile; it stays to be seen. */
function Choice({label, value, choices, choose}: ChoiceProps) {
  const field = useId()
  const isKnown = choices.some(([one]) => one === value)
  return (
    <span class="field">
      <label for={field}>{label}</label>
      <select id={field} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {!isKnown && <option value={value}>{value} (unknown)</option>}
        {choices.map(([one, title]) => (
          <option key={one} value={one}>
            {title}
          </option>
        ))}
      </select>
    </span>
  )
}
