import type {DashboardHost, VariantInput, VariantView} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {changeVariant, nameAnew} from '../profiles/change-variant.js'
import {type Examined, examineVariant} from '../profiles/examine-variant.js'
import {findVariant, listVariants} from '../profiles/find-variant.js'
import {makeVariant} from '../profiles/make-variant.js'
import type {VariantWish} from '../profiles/variant-wish.js'
import {removeVariant} from '../profiles/write-variants.js'
import type {DashboardParts} from './dashboard-parts.js'
import type {RequestHistory} from './request-history.js'

type Members = 'variants' | 'saveVariant' | 'renameVariant' | 'removeVariant'

/** What the variant commands do. */
export function manageVariants({host, changes}: DashboardParts, history: RequestHistory): Pick<DashboardHost, Members> {
  const view = async (examined: Examined): Promise<VariantView> => viewOf(examined, await lastUse(examined, history))
  const told = async (examined: Examined): Promise<VariantView> => {
    changes.tell('variant')
    return view(examined)
  }
  return {
    async variants() {
      const found = await listVariants(host.paths)
      return Promise.all(found.map(async (one) => view(await examineVariant(one, host))))
    },
    async saveVariant(name, input, mode) {
      const wish = wishOf(input)
      if (mode === 'update') return told(await changeVariant(await findVariant(name, host.paths), wish, host, 'stay'))
      const {provider, model, ...others} = given(wish)
      if (model === undefined) throw withoutModel()
      if (provider === undefined) throw withoutProvider()
      return told(await makeVariant({...others, name, provider, model}, host))
    },
    renameVariant: async (name, to) => told(await nameAnew(await findVariant(name, host.paths), to, host)),
    async removeVariant(name) {
      await removeVariant(host.paths, (await findVariant(name, host.paths)).variant)
      changes.tell('variant')
    },
  }
}

function viewOf({variant, sent, problem}: Examined, lastUsedAt: string | null): VariantView {
  const {name, provider, runtime, account, effort} = variant
  return {
    name,
    provider,
    target: runtime,
    account,
    effort,
    slots: Object.fromEntries(sent.map(({slot, written}) => [slot, written])),
    command: `ccs ${name}`,
    lastUsedAt,
    problem: problem ?? null,
  }
}

/** Only what is said: somebody else may have changed the rest since the page was loaded. */
function wishOf({provider, target, account, effort, slots}: VariantInput): VariantWish {
  const {default: model, opus, sonnet, haiku} = slots
  const said = Object.entries({provider, model, opus, sonnet, haiku, target, account, effort})
  return Object.fromEntries(said.flatMap(([name, value]) => (value === undefined ? [] : [[name, value ?? '']])))
}

/** For a new one, nothing needs to be taken out. */
function given(wish: VariantWish): VariantWish {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== ''))
}

async function lastUse({variant}: Examined, history: RequestHistory): Promise<string | null> {
  const last = (await history.read()).find(({profile}) => profile === variant.name)
  return last === undefined ? null : new Date(last.at).toISOString()
}

function withoutProvider(): CcsError {
  return new CcsError('A variant needs a provider.', {
    code: 'missing_flags',
    exit: EXIT.usage,
    command: 'ccs cliproxy create',
  })
}

function withoutModel(): CcsError {
  return new CcsError('A variant needs a model for its default slot.', {
    code: 'missing_model',
    exit: EXIT.usage,
    command: 'ccs cliproxy create',
  })
}
