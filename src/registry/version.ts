import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {HOST_ROOT} from './host-root.js'

/** ccs's own, from its package. */
export const VERSION = (JSON.parse(readFileSync(join(HOST_ROOT, 'package.json'), 'utf8')) as {version: string}).version
