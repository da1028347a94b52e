import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';

/** DeepSeek, xAI, llama.cpp; OpenRouter, Groq, Ollama, vLLM; Copilot; Ollama's own API. */
const fields = ['reasoning_content', 'reasoning', 'reasoning_text', 'thinking'];

/** Returns the reasoning of a message. Vendors that send it in several fields are read once. */
export function readReasoning(message: JsonObject): string {
  for (const name of fields) {
    const value = message[name];
    const text = value === undefined || value === null ? '' : readReasoningText(value);
    if (text !== '') return text;
  }
  const { reasoning_details: details, thinking_blocks: blocks, reasoning_steps: steps } = message;
  // OpenRouter's details are text, a summary, or encrypted.
  if (Array.isArray(details)) return readReasoningText(details);
  // LiteLLM
  if (Array.isArray(blocks)) return readReasoningText(blocks);
  // Perplexity, with its option `stream_mode: 'concise'`
  return Array.isArray(steps) ? steps.map(readStep).join('') : '';
}

function readStep(step: JsonValue): string {
  const thought = readString(step, 'thought') ?? '';
  return thought === '' ? '' : `${thought}\n`;
}

const textFields = ['text', 'thinking', 'summary', 'content', 'reasoning'];

/** Reads reasoning that is a string, an object with a text or a summary (Databricks), or a list of them (Mistral). */
export function readReasoningText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(readReasoningText).join('');
  if (!isJsonObject(value)) return '';
  for (const name of textFields) {
    const text = readReasoningText(value[name] ?? null);
    if (text !== '') return text;
  }
  return '';
}
