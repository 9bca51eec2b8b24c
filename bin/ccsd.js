#!/usr/bin/env node
import {cli} from '../dist/start/cli.js'

await cli('ccsd')
