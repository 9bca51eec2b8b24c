import type {Bootstrap, VariantView} from 'ccs/plugin'
import {useRef} from 'preact/hooks'
import {Command} from '../parts/command.js'
import {Ago} from '../parts/times.js'
import {Waiting} from '../parts/waiting.js'
import {useResource} from '../resource.js'
import {VariantEditor} from '../variants/variant-editor.js'

/** The list, or the editor of the one that the address names; `new` opens an empty one, `new/NAME` a copy. */
export function VariantsPage({detail, more}: {readonly detail: string | undefined; readonly more: string | undefined}) {
  const {data, error} = useResource<{readonly variants: readonly VariantView[]}>('/api/variants', ['variant'])
  const {data: bootstrap} = useResource<Bootstrap>('/api/bootstrap', [])
  // Somebody may rename or remove it elsewhere: what was typed here is still to be had.
  const opened = useRef<string>()
  if (data === undefined || bootstrap === undefined) return <Waiting title="Variants" error={error} />
  const named = (wanted: string | undefined) => data.variants.find(({name}) => name === wanted)
  if (detail === 'new')
    return <VariantEditor key={`new ${more}`} variant={undefined} pattern={named(more)} bootstrap={bootstrap} />
  const variant = named(detail)
  if (variant !== undefined || detail !== opened.current) opened.current = variant?.name
  if (opened.current !== undefined)
    return <VariantEditor key={detail} variant={variant} pattern={undefined} bootstrap={bootstrap} />
  return (
    <>
      <div class="page-head">
        <h1>Variants</h1>
        <a class="button primary" href="#/variants/new">
          New variant
        </a>
      </div>
      {data.variants.length === 0 ? (
        <p class="empty">
          A variant is a named choice of models.{' '}
          <Command text="ccs cliproxy create codex-fast --provider codex --model gpt-5.4-high-fast" />
        </p>
      ) : (
        <VariantTable variants={data.variants} />
      )}
    </>
  )
}

const COLUMNS = ['Name', 'Runtime', 'Account', 'Default', 'Opus', 'Sonnet', 'Haiku', 'Last used', 'Command']

function VariantTable({variants}: {readonly variants: readonly VariantView[]}) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Variants">
      <table>
        <thead>
          <tr>
            {COLUMNS.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {variants.map((variant) => (
            <VariantRow key={variant.name} variant={variant} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function VariantRow({variant}: {readonly variant: VariantView}) {
  const {name, target, account, slots, lastUsedAt, command, problem} = variant
  return (
    <tr>
      <th scope="row">
        <a href={`#/variants/${encodeURIComponent(name)}`}>{name}</a>
        {problem !== null && <p class="fault">Does not work: {problem}</p>}
      </th>
      <td>{target ?? 'provider’s own'}</td>
      <td>
        <bdi>{account ?? 'pool'}</bdi>
      </td>
      {(['default', 'opus', 'sonnet', 'haiku'] as const).map((slot) => (
        <td key={slot}>{slots[slot] ?? '–'}</td>
      ))}
      <td>
        <Ago at={lastUsedAt} />
      </td>
      <td>
        <Command text={command} />
      </td>
    </tr>
  )
}
