// One of several processes that make variants at once: `maker.ts <name>...`; prints `made` or the code of the refusal.
import {pathsOf} from '../../src/config/paths.js'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {createVariant} from '../../src/profiles/write-variants.js'

const paths = pathsOf(process.env)
const provider = {id: 'codex', slots: {default: 'gpt-5.4', haiku: 'gpt-5.4-mini'}}
for (const name of process.argv.slice(2)) {
  const made = createVariant(paths, {name, models: {default: 'gpt-5.4-high'}, entry: {}}, provider)
  const said = await made.then(
    () => 'made',
    (error: unknown) => (isCcsError(error) ? error.code : String(error)),
  )
  console.log(said)
}
