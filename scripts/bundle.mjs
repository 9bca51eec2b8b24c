// What starts all day becomes few files: a session's way through ccs, the proxy, and each bundled plugin's hooks. Loading a
// hundred small modules costs more than all they do.
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Node 20 loads CommonJS in half the time, and reads short names faster. */
const shared = {
  bundle: true,
  format: 'cjs',
  minify: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
}

const PARSER = 'smol-toml'

/** What a start only needs now and then stays as the compiler wrote it, and is loaded when it is needed. */
const rarely = (always) => ({
  name: 'rarely',
  setup: ({onResolve}) =>
    onResolve({filter: /^\./}, ({path, kind, resolveDir}) => {
      if (kind !== 'dynamic-import' || always.test(path)) return undefined
      return {path: `../${relative(join(root, 'src'), join(resolveDir, path))}`, external: true}
    }),
})

/** A module that looks for its neighbours looks where the compiler wrote it. The parser that `ccsxp` needs comes along. */
const ownAddress = {
  name: 'own address',
  setup({onLoad, onResolve}) {
    onLoad({filter: /\/src\/.*\.ts$/}, ({path}) => {
      const written = `../${relative(join(root, 'src'), path).replace(/\.ts$/, '.js')}`
      const address = `new URL('${written}', require('node:url').pathToFileURL(__filename)).href`
      const text = readFileSync(path, 'utf8').replaceAll(
        `createRequire(import.meta.url)('${PARSER}')`,
        `require('${PARSER}')`,
      )
      return {contents: text.replaceAll('import.meta.url', address), loader: 'ts'}
    })
    onResolve({filter: new RegExp(`^${PARSER}$`)}, () => ({path: createRequire(import.meta.url).resolve(PARSER)}))
  },
}

/**
 * `always`: what is loaded late, by every one of them all the same, or by those of one runtime; and what knows what is under
 * way, of which there must be one.
 */
const STARTS = {
  'cli.ts': {as: 'cli.body.cjs', always: /\/(run-session|own-files|passing-files|hold-lease)\.js$/},
  'proxy/main.ts': {as: 'proxy.body.cjs', always: /\/(endpoints|protocols\/index|write-atomic)\.js$/},
}

/** Scripts, which are run from what V8 kept of them; `import()` works in modules only, so a script is given one. */
for (const [entry, {as, always}] of Object.entries(STARTS)) {
  const {outputFiles} = await build({
    ...shared,
    entryPoints: [join(root, 'src', entry)],
    plugins: [rarely(always), ownAddress],
    write: false,
  })
  writeFileSync(join(root, 'dist/start', as), outputFiles[0].text.replaceAll(/\bimport\(/g, 'importModule('))
}

/** What runs them. */
for (const name of ['cli', 'proxy'])
  await build({
    ...shared,
    entryPoints: [join(root, 'src/start', `${name}.ts`)],
    outfile: join(root, 'dist/start', `${name}.cjs`),
    plugins: [rarely(/^$/), ownAddress],
  })

const {dependencies} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
for (const folder of readdirSync(join(root, 'plugins'))) {
  const {name, oclif} = JSON.parse(readFileSync(join(root, 'plugins', folder, 'package.json'), 'utf8'))
  if (!(name in dependencies)) continue
  for (const [event, file] of Object.entries(oclif?.hooks ?? {})) {
    if (!/^ccs:(provider|runtime):/.test(event)) continue
    const target = join(root, 'plugins', folder, file)
    const source = target.replace('/dist/', '/src/').replace(/\.cjs$/, '.ts')
    await build({...shared, entryPoints: [source], outfile: target})
  }
}
