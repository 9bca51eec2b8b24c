import {test} from 'node:test'
import {runtimeChecks} from 'ccs/conformance'
import hook from '../src/runtime.js'

for (const {name, run} of runtimeChecks(hook, {id: '__ID__'})) test(name, run)
