// Asks for the models of a profile, as `ccs <profile> --config` does: chooser.ts FILE PLAN NAME
import type {ProviderPlugin} from '../../src/contract/index.js'
import {chooseModels} from '../../src/session/choose-models.js'
import {fallback, SLOTS, TABLE} from '../models/table.js'

const [settingsFile = '', plan = '', name = 'codex'] = process.argv.slice(2)
const provider = {id: 'codex', title: 'OpenAI Codex', slots: SLOTS, fallback} as unknown as ProviderPlugin
const models = process.env.NO_MODELS ? [] : TABLE.map((row) => ({...row, recommended: row.id === 'gpt-5.4'}))
const profile = {name, provider: 'codex', settingsFile}
process.exitCode = await chooseModels({profile, provider, models, plan: plan || undefined, json: false, io: process})
