import type { ResponseFormat, ToolChoice, ToolDefinition } from '@understudy/core/provider';

import { fieldOf, itemsOf, objectOf, optional, textOf, wordOf } from './read-field.ts';
import type { Field } from './read-field.ts';

/** The tools; only functions have a place here. */
export function decodeTools(field: Field): readonly ToolDefinition[] {
  return itemsOf(field).map((item) => {
    const tool = objectOf(item);
    wordOf(fieldOf(tool, 'type', item.path), ['function']);
    const described = fieldOf(tool, 'function', item.path);
    const told = objectOf(described);
    const description = optional(fieldOf(told, 'description', described.path), textOf);
    const inputSchema = optional(fieldOf(told, 'parameters', described.path), objectOf);
    return {
      name: textOf(fieldOf(told, 'name', described.path)),
      ...(description !== undefined && { description }),
      // A function that names no parameters has none.
      inputSchema: inputSchema ?? { type: 'object', properties: {} },
    };
  });
}

export function decodeToolChoice(field: Field): ToolChoice {
  if (typeof field.value === 'string') return wordOf(field, ['auto', 'none', 'required']);
  const choice = objectOf(field);
  wordOf(fieldOf(choice, 'type', field.path), ['function']);
  const chosen = fieldOf(choice, 'function', field.path);
  return { name: textOf(fieldOf(objectOf(chosen), 'name', chosen.path)) };
}

export function decodeResponseFormat(field: Field): ResponseFormat {
  const format = objectOf(field);
  switch (wordOf(fieldOf(format, 'type', field.path), ['text', 'json_object', 'json_schema'])) {
    case 'text':
      return { type: 'text' };
    case 'json_object':
      return { type: 'json' };
    case 'json_schema':
      return decodeSchema(fieldOf(format, 'json_schema', field.path));
  }
}

function decodeSchema(field: Field): ResponseFormat {
  const told = objectOf(field);
  const schema = optional(fieldOf(told, 'schema', field.path), objectOf);
  const name = textOf(fieldOf(told, 'name', field.path));
  return { type: 'json', name, ...(schema && { schema }) };
}
