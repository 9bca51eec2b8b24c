import type {Account, CatalogueModel, Effort, Kit} from 'ccs/plugin'
import {askBackend} from './ask-backend.js'
import type {Endpoint} from './endpoint.js'
import {type Fields, fieldsOf, listOf, numberOf, textOf} from './fields.js'
import {clientVersion} from './headers.js'

const EFFORTS: readonly string[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] satisfies Effort[]

/** The backend's own list of models for this account. */
export async function catalogue(
  account: Account,
  {backend}: Endpoint,
  kit: Kit,
  signal: AbortSignal,
): Promise<readonly CatalogueModel[]> {
  const question = {
    url: `${backend}/codex/models?client_version=${encodeURIComponent(clientVersion(kit.env))}`,
    what: 'list of models',
    isAnswer: ({models}: Fields) => Array.isArray(models),
  }
  const {models} = await askBackend(question, account, kit, signal)
  return listOf(models)
    .map((one) => readModel(fieldsOf(one)))
    .filter((model) => model !== undefined)
}

function readModel(fields: Fields): CatalogueModel | undefined {
  const id = textOf(fields.slug)
  if (id === undefined) return undefined
  const levels = listOf(fields.supported_reasoning_levels).map((level) => textOf(fieldsOf(level).effort) ?? level)
  // `ultra` is a mode of the Codex client; the backend never sees it.
  const efforts = EFFORTS.filter((effort): effort is Effort => levels.includes(effort))
  const tiers = listOf(fields.service_tiers).map((tier) => fieldsOf(tier).id)
  const contextWindow = numberOf(fields.context_window)
  const name = textOf(fields.display_name)
  return {
    id,
    ...(name === undefined ? {} : {name}),
    ...(efforts.length === 0 ? {} : {efforts}),
    ...(fields.service_tiers === undefined ? {} : {tiers: tiers.includes('priority') ? ['fast' as const] : []}),
    ...(contextWindow === undefined ? {} : {contextWindow}),
    ...(fields.visibility === undefined ? {} : {hidden: fields.visibility === 'hide'}),
    entry: fields,
  }
}
