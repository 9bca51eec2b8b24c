import type {Host} from '../registry/contributions.js'
import {faultOfAlias} from './check-alias.js'
import {ADDRESS, DURATION, EFFORT, FLAG, type Kind, PORT, STRATEGY, TEXT, WHOLE_NUMBER} from './kinds.js'

/** `config`: `config.yaml`. `proxy`: `cliproxy/config.yaml`, whose keys are written with `proxy.` before them. */
export type SettingsFile = 'config' | 'proxy'

export interface Setting {
  /** A star stands for a name of the user's choice. */
  readonly key: string
  readonly kind: Kind
  readonly meaning: string
  /** What counts where the file says nothing. */
  readonly otherwise?: unknown
  /** Why its star cannot be `name`, or its value `value`, with what is installed; goes on from the key. */
  readonly faultOf?: (name: string, value: unknown, host: Host) => Promise<string | undefined>
}

/** Every key that ccs reads. Other keys are left as they are: other programs keep theirs in the same files. */
export const SETTINGS: readonly Setting[] = [
  {key: 'version', kind: WHOLE_NUMBER, meaning: 'Layout of the file, for older releases of ccs'},
  {
    key: 'aliases.*',
    kind: TEXT,
    meaning: 'The coding CLI that a link to ccs under this name starts',
    faultOf: faultOfAlias,
  },
  {key: 'cliproxy.variants.*.provider', kind: TEXT, meaning: 'Who answers for the variant'},
  {key: 'cliproxy.variants.*.settings', kind: TEXT, meaning: 'File that holds its models'},
  {key: 'cliproxy.variants.*.model', kind: TEXT, meaning: 'Model of a variant that has no settings file yet'},
  {key: 'cliproxy.variants.*.target', kind: TEXT, meaning: 'The coding CLI that it starts'},
  {key: 'cliproxy.variants.*.account', kind: TEXT, meaning: 'The account that serves it'},
  {key: 'cliproxy.variants.*.effort', kind: EFFORT, meaning: 'Effort for all of its models'},
  {key: 'proxy.host', kind: TEXT, meaning: 'Address that the proxy listens at', otherwise: '127.0.0.1'},
  {key: 'proxy.port', kind: PORT, meaning: 'Port that it tries first', otherwise: 8317},
  {key: 'proxy.auth-dir', kind: TEXT, meaning: 'Folder of the token files'},
  {key: 'proxy.proxy-url', kind: ADDRESS, meaning: 'Proxy for all requests to upstreams'},
  {
    key: 'proxy.routing.strategy',
    kind: STRATEGY,
    meaning: 'How an account is picked for a new session',
    otherwise: 'round-robin',
  },
  {
    key: 'proxy.routing.session-affinity',
    kind: FLAG,
    meaning: 'Whether a session stays on its account',
    otherwise: true,
  },
  {
    key: 'proxy.routing.session-affinity-ttl',
    kind: DURATION,
    meaning: 'How long an unused session is remembered',
    otherwise: '1h',
  },
  {
    key: 'proxy.routing.spread-subagents',
    kind: FLAG,
    meaning: 'Whether each subagent of a session gets an account of its own',
    otherwise: false,
  },
  {
    key: 'proxy.ccs-hide-thinking',
    kind: FLAG,
    meaning: 'Whether Claude Code gets no thinking blocks: smaller transcripts, no reasoning from earlier turns',
    otherwise: false,
  },
  {
    key: 'proxy.ccs-idle-exit',
    kind: DURATION,
    meaning: 'How long a proxy without sessions stays',
    otherwise: '5m',
  },
]
