#!/usr/bin/env node
require('../dist/start/cli.cjs').cli('ccsx')
