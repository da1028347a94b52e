import { avoidPair } from '../../stream/text/cut-text.ts';
import type { Content, ToolCall } from './completion.ts';

export interface LimitedContent {
  readonly content: Content;
  /** Whether the content was longer than the limit. */
  readonly exceeded: boolean;
}

/** Ends the text before the first of the stop sequences. */
export function stopContent(content: Content, stops: readonly string[]): Content {
  const ends = stops
    .filter((stop) => stop !== '')
    .map((stop) => content.text.indexOf(stop))
    .filter((index) => index >= 0);
  return { ...content, text: content.text.slice(0, Math.min(content.text.length, ...ends)) };
}

/**
 * Limits the content to a number of UTF-16 units.
 *
 * Counts reasoning first, then text, refusal and the arguments of tool calls. A call that is cut has
 * arguments that are not valid JSON. The calls after it are removed.
 */
export function limitContent(content: Content, limit: number): LimitedContent {
  const budget = new Budget(limit);
  const limited = {
    reasoning: budget.spend(content.reasoning),
    text: budget.spend(content.text),
    refusal: budget.spend(content.refusal),
    toolCalls: content.toolCalls.flatMap((call) => limitCall(call, budget)),
  };
  return { content: limited, exceeded: budget.exceeded };
}

/** Returns the number of UTF-16 units that `limitContent` counts. */
export function measureContent({ reasoning, text, refusal, toolCalls }: Content): number {
  const calls = toolCalls.reduce((sum, call) => sum + call.argumentsText.length, 0);
  return reasoning.length + text.length + refusal.length + calls;
}

function limitCall(call: ToolCall, budget: Budget): readonly ToolCall[] {
  return budget.exceeded ? [] : [{ ...call, argumentsText: budget.spend(call.argumentsText) }];
}

class Budget {
  #remaining: number;
  exceeded = false;

  constructor(limit: number) {
    this.#remaining = limit;
  }

  spend(text: string): string {
    if (text.length > this.#remaining) this.exceeded = true;
    const end = Math.min(text.length, this.#remaining);
    const spent = text.slice(0, avoidPair(text, end));
    this.#remaining = Math.max(0, this.#remaining - spent.length);
    return spent;
  }
}
