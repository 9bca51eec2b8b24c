import type {BackendModel} from './model-list.js'

/** Who sent a request, as far as the backend's checks look. */
export interface Asker {
  readonly accountId: string
  readonly plan: string
  readonly models?: readonly BackendModel[]
}
