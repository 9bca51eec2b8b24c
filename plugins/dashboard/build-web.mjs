// Builds the page: hashed names, lazy pages split off, compressed beforehand, and the listing of what may be asked for.
import {createHash} from 'node:crypto'
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {brotliCompressSync, constants, gzipSync} from 'node:zlib'
import {build} from 'esbuild'

const source = fileURLToPath(new URL('src/web/', import.meta.url))
const target = fileURLToPath(new URL('dist/web/', import.meta.url))
const TYPES = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  html: 'text/html; charset=utf-8',
}

rmSync(target, {recursive: true, force: true})
mkdirSync(target, {recursive: true})
const result = await build({
  entryPoints: {main: `${source}main.tsx`, style: `${source}style.css`},
  outdir: target,
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  entryNames: '[name]-[hash]',
  chunkNames: 'part-[hash]',
  metafile: true,
  logLevel: 'warning',
})
const built = Object.entries(result.metafile.outputs)
const nameOf = (entry) =>
  built
    .find(([, output]) => output.entryPoint?.endsWith(entry))?.[0]
    .split('/')
    .pop()
const html = readFileSync(`${source}index.html`, 'utf8')
  .replace('MAIN_SCRIPT', `/${nameOf('main.tsx')}`)
  .replace('MAIN_STYLE', `/${nameOf('style.css')}`)
writeFileSync(`${target}index.html`, html)
writeFileSync(`${target}favicon.svg`, readFileSync(`${source}favicon.svg`))

const listing = {}
for (const file of readdirSync(target)) {
  const bytes = readFileSync(target + file)
  writeFileSync(`${target}${file}.gz`, gzipSync(bytes, {level: 9}))
  writeFileSync(`${target}${file}.br`, brotliCompressSync(bytes, {params: {[constants.BROTLI_PARAM_QUALITY]: 11}}))
  const asset = {file, type: TYPES[file.split('.').pop()], forever: /-[A-Z0-9]{8}\./.test(file)}
  listing[`/${file}`] = asset
  if (file === 'index.html') listing['/'] = asset
}
const hash = createHash('sha256').update(JSON.stringify(listing)).digest('hex').slice(0, 8)
writeFileSync(`${target}listing.json`, `${JSON.stringify(listing, null, 2)}\n`)
console.log(`dashboard page ${hash}: ${Object.keys(listing).length} files`)
