import {readdirSync, rmSync} from 'node:fs'

const root = new URL('..', import.meta.url)
rmSync(new URL('dist', root), {recursive: true, force: true})
for (const plugin of readdirSync(new URL('plugins', root))) {
  rmSync(new URL(`plugins/${plugin}/dist`, root), {recursive: true, force: true})
  // Beside `dist`, so that no package ships it; left behind, it would say that all is built.
  rmSync(new URL(`plugins/${plugin}/.tsbuildinfo`, root), {force: true})
}
