#!/usr/bin/env node
// A server of the Model Context Protocol on stdio. Its tools have the names given as arguments, and answer with their
// name and what they were called with.
import {createInterface} from 'node:readline'

const names = process.argv.slice(2)
const inputSchema = {type: 'object', properties: {word: {type: 'string'}}, required: ['word']}

const METHODS = {
  initialize: ({protocolVersion}) => ({
    protocolVersion,
    capabilities: {tools: {}},
    serverInfo: {name: 'probe', version: '1.0.0'},
  }),
  'tools/list': () => ({tools: names.map((name) => ({name, description: `The tool ${name}.`, inputSchema}))}),
  'tools/call': ({name, arguments: given}) => ({content: [{type: 'text', text: `${name} heard ${given.word}`}]}),
  ping: () => ({}),
}

for await (const line of createInterface({input: process.stdin})) {
  const {id, method, params} = JSON.parse(line)
  if (id === undefined) continue
  const answer = METHODS[method]
    ? {result: METHODS[method](params)}
    : {error: {code: -32601, message: `There is no method ${method}.`}}
  process.stdout.write(`${JSON.stringify({jsonrpc: '2.0', id, ...answer})}\n`)
}
