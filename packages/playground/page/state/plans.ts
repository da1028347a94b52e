import { effect, signal } from '@preact/signals';
import type { ChainExplanation } from '@understudy/core';

import * as api from '../api/admin-api.ts';
import { prompt, targets } from './comparison.ts';
import { health } from './health.ts';

/** What a chat would do. */
export interface Plan {
  readonly model: string;
  /** Undefined if the server rejected the request. */
  readonly explanation: ChainExplanation | undefined;
  readonly error: string;
}

/** One for each selected name. */
export const plans = signal<readonly Plan[]>([]);

/** How long changes are collected before the plans are read again. */
const collectMs = 150;

/** Reads the plans again when a target, the prompt or the health has changed. */
export function watchPlans(): void {
  effect(() => {
    const names = targets.value;
    const text = prompt.value;
    void health.value;
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const list = await Promise.all(names.map((name) => explain(name, text)));
      if (isCurrent) plans.value = list;
    };
    const timer = setTimeout(() => void load(), collectMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  });
}

async function explain(model: string, text: string): Promise<Plan> {
  try {
    return { model, explanation: await api.explain(model, text || ' '), error: '' };
  } catch (error) {
    return { model, explanation: undefined, error: String(Object(error).message) };
  }
}
