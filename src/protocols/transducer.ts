/**
 * A stream stage as a value: `step` takes the state and one input and gives the next state with what comes out;
 * `end` gives what is still owed when the input stops. States are never shared between streams: `initial` makes one.
 * `step` may return the state it was given, changed or not; nobody else holds it.
 */
export interface Transducer<S, In, Out> {
  readonly initial: () => S
  readonly step: (state: S, input: In) => readonly [S, readonly Out[]]
  readonly end: (state: S) => readonly Out[]
}

const NOTHING: readonly never[] = []

/** Two stages as one. */
export function chain<A, B, In, Mid, Out>(
  first: Transducer<A, In, Mid>,
  second: Transducer<B, Mid, Out>,
): Transducer<readonly [A, B], In, Out> {
  return {
    initial: () => [first.initial(), second.initial()],
    step([a, b], input) {
      const [nextA, middle] = first.step(a, input)
      const [nextB, out] = stepAll(second, b, middle)
      return [[nextA, nextB], out]
    },
    end([a, b]) {
      const [nextB, out] = stepAll(second, b, first.end(a))
      return [...out, ...second.end(nextB)]
    },
  }
}

/** The same stage for those who need not know what it remembers. */
export function hideState<S, In, Out>({initial, step, end}: Transducer<S, In, Out>): Transducer<unknown, In, Out> {
  return {initial, step: (state, input) => step(state as S, input), end: (state) => end(state as S)}
}

/** All inputs of one batch through a stage. */
export function stepAll<S, In, Out>(
  stage: Transducer<S, In, Out>,
  state: S,
  inputs: readonly In[],
): readonly [S, readonly Out[]] {
  if (inputs.length === 0) return [state, NOTHING]
  const [only] = inputs
  if (inputs.length === 1 && only !== undefined) return stage.step(state, only)
  const out: Out[] = []
  let current = state
  for (const input of inputs) {
    const [next, produced] = stage.step(current, input)
    current = next
    for (const one of produced) out.push(one)
  }
  return [current, out]
}

/** Batches in, batches out, empty ones left out. Stops reading when the consumer stops. */
export function run<S, In, Out>(stage: Transducer<S, In, Out>, input: AsyncIterable<readonly In[]>): Batches<Out> {
  return loop(stage, input, (state, batch) => stepAll(stage, state, batch))
}

/** The same for inputs that come one by one: what each gives is a batch. */
export function runEach<S, In, Out>(stage: Transducer<S, In, Out>, input: AsyncIterable<In>): Batches<Out> {
  return loop(stage, input, stage.step)
}

type Batches<T> = AsyncGenerator<readonly T[], void, undefined>

/** The only loop. */
async function* loop<S, In, Out>(
  {initial, end}: Pick<Transducer<S, unknown, Out>, 'initial' | 'end'>,
  input: AsyncIterable<In>,
  step: Transducer<S, In, Out>['step'],
): Batches<Out> {
  let state = initial()
  for await (const each of input) {
    const [next, out] = step(state, each)
    state = next
    if (out.length > 0) yield out
  }
  const rest = end(state)
  if (rest.length > 0) yield rest
}
