import {runScript} from './run-script.js'

type Body = Pick<typeof import('../proxy/main.js'), 'main'>

const {exports, saveCompiled} = runScript<Body>('proxy')
exports.main(saveCompiled)
