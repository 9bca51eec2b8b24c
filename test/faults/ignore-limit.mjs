// A process that outgrows its limit is told by an error of the write, not killed.
process.on('SIGXFSZ', () => undefined)
