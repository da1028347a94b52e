import { readString } from '@understudy/core/provider';
import type { JsonObject, JsonValue } from '@understudy/core/provider';

/**
 * The reasoning in a message or a delta, under the name that the vendor gives it; those who tell it
 * twice are read once. Empty where there is none.
 */
export function readThought(message: JsonObject): string {
  // DeepSeek, xAI, llama.cpp; then OpenRouter, Groq, Ollama, vLLM; then Copilot.
  const { reasoning_content: content, reasoning, reasoning_text: text } = message;
  if (typeof content === 'string' && content !== '') return content;
  if (typeof reasoning === 'string' && reasoning !== '') return reasoning;
  if (typeof text === 'string' && text !== '') return text;
  const { reasoning_details: details } = message;
  return Array.isArray(details) ? details.map(readDetail).join('') : '';
}

/** OpenRouter's details: text, a summary of it, or what only the vendor can read. */
function readDetail(detail: JsonValue): string {
  return readString(detail, 'text') ?? readString(detail, 'summary') ?? '';
}
