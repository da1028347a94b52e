/** One line of the build, however it is broken, and what it is changed to. */
export interface PlantedFault {
  readonly name: string;
  readonly file: string;
  readonly line: string;
  readonly change: string;
}

/** Faults that peers have, and some of our own; the simulation must catch each of them. */
export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'a cancel starts the next attempt',
    file: 'chain/run-chain.js',
    line: 'if (call.signal.aborted) throw call.signal.reason;',
    change: '',
  },
  {
    name: "a loser's events leak",
    file: 'stream/commit-point.js',
    line: 'if (this.#committed)\n            return batch;',
    change: 'if (batch) return batch;',
  },
  {
    name: 'half of A is joined to all of B',
    file: 'chain/chain-state.js',
    line: 'return committed && !mayStartAnew',
    change: 'return committed && Math.abs(0) > 1',
  },
  {
    name: 'a restart is not told',
    file: 'chain/run-chain.js',
    line: 'return [ended, reset];',
    change: 'return [ended];',
  },
  {
    name: 'the ceiling is one too high',
    file: 'chain/decide-next.js',
    line: 'facts.requests >= facts.maxAttempts',
    change: 'facts.requests > facts.maxAttempts',
  },
  {
    name: 'replays do not count',
    file: 'chain/chain-state.js',
    line: 'this.#requests += requests;',
    change: 'this.#requests += 1;',
  },
  {
    name: 'a cut stream counts as success',
    file: 'chain/attempt-stream.js',
    line: 'throw endedEarly();',
    change: '{ this.#finished = true; return this.#commit.release(); }',
  },
  {
    name: 'an empty answer counts as success',
    file: 'chain/attempt-stream.js',
    line: "if (!this.#commit.foundContent && reason !== 'length')",
    change: 'if (Math.abs(0) > 1)',
  },
  {
    name: 'retries have no budget',
    file: 'chain/decide-next.js',
    line: '!facts.budget || ',
    change: '',
  },
  {
    name: 'an open breaker lets calls through',
    file: 'health/breaker.js',
    line: "if (this.state === 'open')\n            return this.#openUntil;",
    change: '',
  },
  {
    name: 'two probes at once',
    file: 'health/breaker.js',
    line: 'return this.#probe ? this.#clock.now() + firstOpenMs : undefined;',
    change: 'return undefined;',
  },
  {
    name: 'an attempt starts after the deadline',
    file: 'chain/chain-state.js',
    line: 'if (this.#services.clock.now() >= this.deadlineAt)\n            return undefined;',
    change: '',
  },
  {
    name: 'a target is asked sooner than it told',
    file: 'health/target-state.js',
    line: 'this.#coolUntil = Math.max(this.#coolUntil, this.#clock.now() + forMs);',
    change: '',
  },
  {
    name: 'a place is never given back',
    file: 'health/target-state.js',
    line: 'this.#leave();',
    change: '',
  },
  {
    name: 'a timer is left',
    file: 'stream/attempt-timer.js',
    line: 'stop() {\n        this.#stopTimer();',
    change: 'stop() {',
  },
  {
    name: 'a listener is left on the signal',
    file: 'chain/on-abort.js',
    line: "return () => signal.removeEventListener('abort', listen);",
    change: 'return () => {};',
  },
  {
    name: 'an abandoned stream stays open',
    file: 'chain/attempt-stream.js',
    line: 'if (!this.#finished) this.#controller.abort(leftEarly); void this.#giveUp();',
    change: '',
  },
  {
    name: 'the end is not the end',
    file: 'chain/attempt-stream.js',
    line: 'this.#finished = true;',
    change: '',
  },
];
