import type {Bootstrap, VariantView} from 'ccs/plugin'
import {Command} from '../parts/command.js'
import {useResource} from '../resource.js'
import {VariantEditor} from '../variants/variant-editor.js'

/** The list, or the editor of the one that the address names; `new` opens an empty one. */
export function VariantsPage({detail}: {readonly detail: string | undefined}) {
  const {data, error} = useResource<{readonly variants: readonly VariantView[]}>('/api/variants', ['variant'])
  const {data: bootstrap} = useResource<Bootstrap>('/api/bootstrap', [])
  if (data === undefined || bootstrap === undefined) return <p>{error === undefined ? 'Loading…' : error.message}</p>
  if (detail !== undefined) {
    const variant = data.variants.find(({name}) => name === detail)
    if (variant !== undefined || detail === 'new')
      return <VariantEditor key={detail} variant={variant} bootstrap={bootstrap} />
  }
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

function VariantTable({variants}: {readonly variants: readonly VariantView[]}) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Variants">
      <table>
        <thead>
          <tr>
            {['Name', 'Runtime', 'Account', 'Default', 'Opus', 'Sonnet', 'Haiku', 'Command'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {variants.map((variant) => (
            <tr key={variant.name}>
              <th scope="row">
                <a href={`#/variants/${encodeURIComponent(variant.name)}`}>{variant.name}</a>
              </th>
              <td>{variant.target ?? 'provider’s own'}</td>
              <td>{variant.account ?? 'pool'}</td>
              <td>{variant.slots.default}</td>
              <td>{variant.slots.opus ?? '–'}</td>
              <td>{variant.slots.sonnet ?? '–'}</td>
              <td>{variant.slots.haiku ?? '–'}</td>
              <td>
                <Command text={variant.command} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
