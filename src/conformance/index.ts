export type {Check} from './check.js'
export {runtimeChecks} from './runtime-checks.js'
