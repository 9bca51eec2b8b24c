// ccs as it goes on when the short way does not do: everything through oclif.
import {main} from '../../dist/main.js'

await main(process.argv.slice(2))
