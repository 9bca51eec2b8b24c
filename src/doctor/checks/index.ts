import type {Check} from '../check.js'
import {accounts} from './accounts.js'
import {configuration} from './configuration.js'
import {dropped} from './dropped.js'
import {fileModes} from './file-modes.js'
import {leftovers} from './leftovers.js'
import {network} from './network.js'
import {node} from './node.js'
import {older} from './older-layouts.js'
import {plugins} from './plugins.js'
import {proxy} from './proxy.js'
import {runtimes} from './runtimes.js'
import {storage} from './storage.js'

/** In the order in which they are told: what everything else stands on comes first. */
export const CHECKS: readonly Check[] = [
  node,
  storage,
  configuration,
  fileModes,
  plugins,
  runtimes,
  proxy,
  network,
  accounts,
  leftovers,
  older,
  dropped,
]
