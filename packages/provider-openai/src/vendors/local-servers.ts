import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const ollamaVendor: Vendor<'ollama'> = {
  id: 'ollama',
  label: 'Ollama',
  url: 'https://docs.ollama.com/api/openai-compatibility',
  baseUrl: 'http://127.0.0.1:11434/v1',
  credentialEnvVars: [],
  quirks: {
    callOnlyContent: 'empty',
    reasoningEfforts: ['none', 'low', 'medium', 'high', 'max'],
    rootUnions: true,
    maxStopSequences: 64,
  },
  sources: [
    'https://docs.ollama.com/api/openai-compatibility',
    // "invalid reasoning value: 'minimal'"
    'https://github.com/ollama/ollama/pull/17141',
    // "invalid message content type: <nil>"
    'https://github.com/pydantic/pydantic-ai/issues/5206',
  ],
};

/**
 * Creates a provider for the OpenAI-compatible API of Ollama on this machine. It needs no key.
 *
 * `ollama()` of `@understudy/provider-ollama` uses the native API, which has a context window, thinking levels and the
 * capabilities of models. Both have the id `ollama`. Only the native provider is registered and discovered with it.
 */
export const ollama: VendorFactory<'ollama', string> = /* @__PURE__ */ defineVendor(ollamaVendor);

export const vllmVendor: Vendor<'vllm'> = {
  id: 'vllm',
  label: 'vLLM',
  url: 'https://docs.vllm.ai',
  baseUrl: 'http://127.0.0.1:8000/v1',
  credentialEnvVars: ['VLLM_API_KEY'],
  quirks: {
    maxTokensField: 'max_tokens',
    reasoningField: 'reasoning',
    topK: true,
    rootUnions: true,
    maxStopSequences: 64,
  },
  sources: [
    'https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html',
    // "`reasoning` used to be called `reasoning_content`"
    'https://docs.vllm.ai/en/latest/features/reasoning_outputs/',
    'https://docs.vllm.ai/en/latest/features/interleaved_thinking/',
  ],
};

/**
 * Creates a provider for a vLLM server on this machine. `apiKey` is the value of the server's `--api-key`
 * option, if it is set.
 */
export const vllm: VendorFactory<'vllm', string> = /* @__PURE__ */ defineVendor(vllmVendor);

export const lmstudioVendor: Vendor<'lmstudio'> = {
  id: 'lmstudio',
  label: 'LM Studio',
  url: 'https://lmstudio.ai/docs/developer/openai-compat',
  baseUrl: 'http://127.0.0.1:1234/v1',
  credentialEnvVars: [],
  quirks: {
    jsonSchema: 'required',
    toolChoice: 'required',
    topK: true,
    rootUnions: true,
    maxStopSequences: 64,
  },
  sources: [
    'https://lmstudio.ai/docs/developer/openai-compat/chat-completions',
    'https://lmstudio.ai/docs/developer/core/authentication',
    // "'response_format.type' must be 'json_schema' or 'text'"
    'https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/189',
    // "Invalid tool_choice type: 'object'"
    'https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/670',
  ],
};

/**
 * Creates a provider for LM Studio on this machine. `apiKey` is an API token, if the settings of the server require
 * one.
 */
export const lmstudio: VendorFactory<'lmstudio', string> =
  /* @__PURE__ */ defineVendor(lmstudioVendor);

export const llamacppVendor: Vendor<'llamacpp'> = {
  id: 'llamacpp',
  label: 'llama.cpp',
  url: 'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md',
  baseUrl: 'http://127.0.0.1:8080/v1',
  credentialEnvVars: ['LLAMA_API_KEY'],
  quirks: {
    reasoningField: 'reasoning_content',
    toolChoice: 'required',
    topK: true,
    rootUnions: true,
    maxStopSequences: 64,
  },
  sources: [
    // "Reasoning input (preserve reasoning in history) is also supported by some specific templates"
    'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md',
    // an object as tool_choice "silently falls back to auto"
    'https://github.com/ggml-org/llama.cpp/issues/26535',
  ],
};

/**
 * Creates a provider for a llama.cpp server on this machine. `apiKey` is the value of the server's `--api-key` option,
 * if it is set.
 */
export const llamacpp: VendorFactory<'llamacpp', string> =
  /* @__PURE__ */ defineVendor(llamacppVendor);
