import { avoidPair } from '../../stream/cut-text.ts';
import type { Content, ToolCall } from './completion.ts';

/** The part of an answer that a limit leaves. */
export interface LimitedContent {
  readonly content: Content;
  readonly cut: boolean;
}

/** Ends the text before the first of the stop sequences; that it was there is not told. */
export function stopContent(content: Content, stops: readonly string[]): Content {
  const ends = stops
    .filter((stop) => stop !== '')
    .map((stop) => content.text.indexOf(stop))
    .filter((index) => index >= 0);
  return { ...content, text: content.text.slice(0, Math.min(content.text.length, ...ends)) };
}

/** Cuts what is said after so many UTF-16 units: of reasoning, then text, then the arguments of calls. */
export function limitContent(content: Content, limit: number): LimitedContent {
  const budget = new Budget(limit);
  const limited = {
    reasoning: budget.spend(content.reasoning),
    text: budget.spend(content.text),
    refusal: budget.spend(content.refusal),
    toolCalls: content.toolCalls.flatMap((call) => limitCall(call, budget)),
  };
  return { content: limited, cut: budget.exceeded };
}

/** How many UTF-16 units an answer has. */
export function measureContent({ reasoning, text, refusal, toolCalls }: Content): number {
  const calls = toolCalls.reduce((sum, call) => sum + call.argumentsText.length, 0);
  return reasoning.length + text.length + refusal.length + calls;
}

/** A call that was cut off has arguments that are not JSON; the calls behind it are not made. */
function limitCall(call: ToolCall, budget: Budget): readonly ToolCall[] {
  return budget.exceeded ? [] : [{ ...call, argumentsText: budget.spend(call.argumentsText) }];
}

class Budget {
  #left: number;
  exceeded = false;

  constructor(left: number) {
    this.#left = left;
  }

  spend(text: string): string {
    if (text.length > this.#left) this.exceeded = true;
    const end = Math.min(text.length, this.#left);
    const spent = text.slice(0, avoidPair(text, end));
    this.#left = Math.max(0, this.#left - spent.length);
    return spent;
  }
}
