import type { JsonObject, ToolCallPart } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import { readField, readObjectValue, readTextValue } from '@understudy/provider-utils/internal';
import type { Field } from '@understudy/provider-utils/internal';

import { decodeArguments } from './decode-arguments.ts';

/** Whether a client offers `functions`, the form of tools before `tools`. */
export function hasFunctions({ functions, tools = null }: JsonObject): boolean {
  return Array.isArray(functions) && tools === null;
}

/** Returns the fields of a request with `tools` and `tool_choice` instead of `functions` and `function_call`. */
export function toTools({ functions, function_call: choice, ...body }: JsonObject): JsonObject {
  return {
    ...body,
    ...(functions !== undefined && { tools: functions }),
    ...(choice !== undefined && {
      tool_choice: isJsonObject(choice) ? { type: 'function', ...choice } : choice,
    }),
    parallel_tool_calls: false,
  };
}

/** The calls of functions in a conversation, which have no ids. */
export class FunctionCalls {
  readonly #ids = new Map<string, string>();
  #count = 0;

  /** Decodes `function_call` of a message. */
  add(field: Field): ToolCallPart {
    const call = readObjectValue(field);
    const name = readTextValue(readField(call, 'name', field.path));
    return {
      type: 'tool-call',
      id: this.#create(name),
      name,
      argumentsText: decodeArguments(readField(call, 'arguments', field.path)),
    };
  }

  /** Returns the id of the last call of a function. */
  find(name: string): string {
    return this.#ids.get(name) ?? this.#create(name);
  }

  #create(name: string): string {
    this.#count += 1;
    const id = `function_call_${this.#count}`;
    this.#ids.set(name, id);
    return id;
  }
}
