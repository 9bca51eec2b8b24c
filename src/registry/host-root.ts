import {fileURLToPath} from 'node:url'

/** The folder of ccs's own `package.json`, seen from `src/registry` and `dist/registry` alike. */
export const HOST_ROOT = fileURLToPath(new URL('../../', import.meta.url))
